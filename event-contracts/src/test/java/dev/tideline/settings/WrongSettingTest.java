package dev.tideline.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WrongSettingTest {

    @Test
    void aMissingValueIsToldFromAWrongOne() {
        assertThat(new WrongSetting("tideline.region", null, "a region"))
                .hasMessage("tideline.region is not set; allowed: a region");
        assertThat(new WrongSetting("tideline.region", "", "a region"))
                .hasMessage("tideline.region is ''; allowed: a region");
    }

    @Test
    void whatIsSecretInAnAddressIsNotTold() {
        URI address = URI.create("ftp://user:secret@host:1/path?key=secret");
        assertThat(new WrongSetting("k", address, "another"))
                .hasMessage("k is 'ftp://***@host:1/path?***'; allowed: another");
    }

    @Test
    void bothEndsOfARangeAreAllowed() {
        assertThatCode(() -> WrongSetting.between(1, 1, 3, "k")).doesNotThrowAnyException();
        assertThatCode(() -> WrongSetting.between(3, 1, 3, "k")).doesNotThrowAnyException();
        assertThatThrownBy(() -> WrongSetting.between(4, 1, 3, "k")).hasMessage("k is '4'; allowed: 1 to 3");
        assertThatThrownBy(() -> WrongSetting.between(0, 1, 3, "k")).isInstanceOf(WrongSetting.class);
    }

    @Test
    void aDurationIsAboveZeroAndBounded() {
        assertThatCode(() -> WrongSetting.positive(Duration.ofDays(7), 7, "k")).doesNotThrowAnyException();
        assertThatThrownBy(() -> WrongSetting.positive(Duration.ZERO, 7, "k"))
                .hasMessage("k is 'PT0S'; allowed: a duration above zero, at most 7d");
        assertThatThrownBy(() -> WrongSetting.positive(Duration.ofDays(7).plusNanos(1), 7, "k"))
                .isInstanceOf(WrongSetting.class);
    }

    @Test
    void theLineIsFoundHoweverDeepItLies() {
        WrongSetting wrong = new WrongSetting("k", 1, "2");
        assertThat(WrongSetting.toldBy(new IllegalStateException(new RuntimeException(wrong))))
                .contains("k is '1'; allowed: 2");
        assertThat(WrongSetting.toldBy(new IllegalStateException("no port left")))
                .isEmpty();
    }
}
