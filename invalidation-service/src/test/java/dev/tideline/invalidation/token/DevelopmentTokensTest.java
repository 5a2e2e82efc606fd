package dev.tideline.invalidation.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentTokensTest {

    @TempDir
    Path folder;

    private final List<String> printed = new ArrayList<>();

    @Test
    void theyAreMadeAtTheFirstStartAndStillWorkAtTheSecond() throws Exception {
        Path store = folder.resolve("state/hashes");
        Path plain = folder.resolve("state/tokens");
        DevelopmentTokens.open(store, plain, printed::add);
        String operator = token(plain, "operator");
        assertThat(printed)
                .singleElement()
                .asString()
                .contains(plain.toString())
                .doesNotContain(operator);
        printed.clear();

        TokenBook again = new TokenBook(DevelopmentTokens.open(store, plain, printed::add));

        assertThat(printed).isEmpty();
        assertThat(again.find(operator)).hasValueSatisfying(caller -> {
            assertThat(caller.name()).isEqualTo("operator");
            assertThat(caller.roles()).containsExactlyInAnyOrder(Role.values());
        });
        assertThat(again.find(token(plain, "reader")))
                .hasValueSatisfying(caller -> assertThat(caller.may(Role.PURGE)).isFalse());
        assertThat(again.find(operator + "x")).isEmpty();
        assertThat(again.find("")).isEmpty();
    }

    @Test
    void theyAreShownOnceWhereThereIsNoFileForThem() {
        DevelopmentTokens.open(folder.resolve("hashes"), null, printed::add);

        assertThat(printed).hasSize(4).last().asString().contains("reader");
    }

    @Test
    void theStoreHoldsNoTokenAndBothFilesAreTheOwnersAlone() throws Exception {
        Path store = folder.resolve("hashes");
        Path plain = folder.resolve("tokens");
        DevelopmentTokens.open(store, plain, printed::add);

        assertThat(Files.readString(store)).doesNotContain(token(plain, "operator"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)))
                .isEqualTo("rw-------");
    }

    @Test
    void aStoreThatIsNoneIsRefused() throws Exception {
        Path store = Files.writeString(folder.resolve("hashes"), "nothing here");

        assertThatThrownBy(() -> DevelopmentTokens.open(store, null, printed::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no hashes");
    }

    private static String token(Path plain, String name) throws Exception {
        return Files.readAllLines(plain).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
