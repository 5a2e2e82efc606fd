package dev.tideline.subjects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final byte[] PLACE = "here".getBytes(UTF_8);
    private static final String MASTER = Base64.getEncoder().encodeToString(new byte[32]);

    @Property(tries = 100)
    void whatIsSealedOpensWithTheSameKeyForTheSamePlaceOnly(@ForAll byte[] plain) throws BrokenSealException {
        SubjectKey key = SubjectKey.fresh();
        byte[] sealed = key.seal(plain, PLACE);

        assertThat(key.open(sealed, PLACE)).isEqualTo(plain);
        assertThatThrownBy(() -> key.open(sealed, "there".getBytes(UTF_8))).isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> SubjectKey.fresh().open(sealed, PLACE)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void everyFlippedBitAndEveryCutIsNoticed() {
        SubjectKey key = SubjectKey.fresh();
        byte[] sealed = key.seal("anna@example.org".getBytes(UTF_8), PLACE);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] bad = sealed.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> key.open(bad, PLACE)).isInstanceOf(BrokenSealException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(cut, PLACE)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void theSameIsSealedDifferentlyEachTime() {
        SubjectKey key = SubjectKey.fresh();
        assertThat(key.seal(PLACE, PLACE)).isNotEqualTo(key.seal(PLACE, PLACE));
    }

    @Test
    void aWrappedKeyIsTheSameKeyForItsSubjectOnly() throws BrokenSealException {
        MasterKey master = MasterKey.of(MASTER);
        SubjectKey key = SubjectKey.fresh();
        byte[] wrapped = master.wrap(key, "anna");
        byte[] sealed = key.seal(PLACE, PLACE);

        assertThat(master.unwrap(wrapped, "anna").open(sealed, PLACE)).isEqualTo(PLACE);
        assertThatThrownBy(() -> master.unwrap(wrapped, "ben")).isInstanceOf(BrokenSealException.class);
        byte[] other = new byte[32];
        other[0] = 1;
        MasterKey another = MasterKey.of(Base64.getEncoder().encodeToString(other));
        assertThatThrownBy(() -> another.unwrap(wrapped, "anna")).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void whatIsNoMasterKeyIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> MasterKey.of("secret!")).hasMessage("not Base64");
        assertThatThrownBy(() -> MasterKey.of("c2hvcnQ=")).hasMessage("5 bytes");
    }
}
