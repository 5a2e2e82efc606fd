package dev.tideline.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the file means where each record has its own home. */
class HomePerRecordTest {

    @TempDir
    private Path folder;

    private CollectionPlacement members;
    private Placement placement;

    @BeforeEach
    void read() throws IOException {
        placement = PlacementFile.read(Files.writeString(folder.resolve("placement.yaml"), """
                regions: [eu, us, ch, ap]
                collections:
                  members:
                    tier: cache
                    residency:
                      home-field: /country
                      subject: id-prefix
                      homes:
                        eu: {cache-in: [eu, ch], serve-in: [eu, ch, us], redact: [/email]}
                        us: {serve-in: [us, eu]}
                """));
        members = placement.collection("members").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eu~m1 | eu | Cached[home=eu, redacted=false, why=eu is in cache-in]",
                "eu~m1 | ch | Cached[home=eu, redacted=true, why=ch is in cache-in]",
                "eu~m1 | us | Uncached[home=eu, redacted=true, why=us is not in cache-in [eu, ch]]",
                "eu~m1 | ap | Refused[home=eu, why=ap is not in serve-in [eu, ch, us]]",
                "us~m1 | us | Cached[home=us, redacted=false, why=us is in cache-in]",
                "us~m1 | eu | Uncached[home=us, redacted=false, why=eu is not in cache-in [us]]",
                "us~m1 | ch | Refused[home=us, why=ch is not in serve-in [us, eu]]",
                "us~eu~1 | us | Cached[home=us, redacted=false, why=us is in cache-in]",
                "m1     | eu | NoHome[why=an id begins with its home, one of eu~, us~]",
            })
    void theIdSaysByWhichRulesItIsRead(String id, String region, String expected) {
        assertThat(RegionRules.read(members, id, region)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eu~m1 | eu | Accepted[why=eu is the home]",
                "eu~m1 | us | Forwarded[home=eu, why=the home is eu]",
                "eu~m1 | ap | Refused[home=eu, why=ap is not in serve-in [eu, ch, us]]",
                "us~m1 | us | Accepted[why=us is the home]",
                "us~m1 | eu | Forwarded[home=us, why=the home is us]",
                "us~m1 | ch | Refused[home=us, why=ch is not in serve-in [us, eu]]",
                "ap~m1 | eu | NoHome[why=an id begins with its home, one of eu~, us~]",
            })
    void theIdSaysWhereItIsWritten(String id, String region, String expected) {
        assertThat(RegionRules.write(members, id, region)).hasToString(expected);
    }

    @Test
    void whatHasNoIdYetIsWrittenWhereItsDocumentSays() {
        assertThat(RegionRules.write(members, null, "us")).isInstanceOf(WriteRule.ByDocument.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "~m1", "eu", "eu~", "EU~m1", "ap~m1", "eu.m1", "m1~eu"})
    void anIdThatNamesNoHomeHasNone(String id) {
        assertThat(RegionRules.read(members, id, "eu")).isInstanceOf(ReadRule.NoHome.class);
    }

    @ParameterizedTest
    @CsvSource({"eu, eu", "us, us", "ch, eu", "ap, eu"})
    void aListIsOfTheOwnRegionOrElseOfTheFirstThatIsServedHere(String region, String home) {
        assertThat(RegionRules.list(members, Optional.empty(), region).home()).isEqualTo(home);
    }

    @Test
    void aListOfAnotherHomeIsAskedForByName() {
        assertThat(RegionRules.list(members, Optional.of("us"), "eu").home()).isEqualTo("us");
        assertThat(RegionRules.list(members, Optional.of("us"), "ch")).isInstanceOf(ReadRule.Refused.class);
        assertThat(RegionRules.list(members, Optional.of("ch"), "ch"))
                .isEqualTo(new ReadRule.NoHome("home is one of eu, us"));
    }

    @ParameterizedTest
    @CsvSource({"eu~anna, eu~anna", "eu~anna~17, eu~anna", "us~anna~17~2, us~anna", "eu~~17, eu~~17", "anna~17, anna~17"
    })
    void aSubjectIsOfItsHome(String id, String subject) {
        assertThat(members.residency().subject(id)).isEqualTo(subject);
    }

    /** A gateway that takes one home for another is found out by the origin. */
    @Test
    void aViewIsOfOneHomeAndOfTheFieldThatNamesIt() throws IOException {
        View ofEu = View.of(members, "eu", "us");
        assertThat(ofEu).isNotEqualTo(View.of(members, "us", "us"));
        String yaml = Files.readString(folder.resolve("placement.yaml"));
        assertThat(view(yaml.replace("us: {serve-in: [us, eu]}", "us: {}"))).isEqualTo(ofEu);
        assertThat(view(yaml.replace("/country", "/land"))).isNotEqualTo(ofEu);
        assertThat(view(yaml.replace("redact: [/email]", "redact: [/mail]"))).isNotEqualTo(ofEu);
    }

    private View view(String yaml) throws IOException {
        Placement other = PlacementFile.read(Files.writeString(folder.resolve("other.yaml"), yaml));
        return View.of(other.collection("members").orElseThrow(), "eu", "us");
    }

    @Test
    void oneRecordIsExplainedByItsHomeAndTheCollectionByEach() {
        List<Explanation> record = Explanation.of(placement, "/api/members/us~m1");
        assertThat(record).hasSize(1);
        assertThat(record.getFirst().subject()).isEqualTo("members: tier cache, home us");
        assertThat(record.getFirst().regions().getFirst())
                .isEqualTo(new Explanation.Region(
                        "eu",
                        "from the origin in us each time, kept nowhere; eu is not in cache-in [us]",
                        "forwarded to a gateway in us; the home is us"));
        assertThat(Explanation.of(placement, "/api/members"))
                .extracting(Explanation::subject)
                .containsExactly("members: tier cache, home eu", "members: tier cache, home us");
        Explanation none = Explanation.of(placement, "/api/members/m1").getFirst();
        assertThat(none.subject()).contains("no home: an id begins with its home, one of eu~, us~");
        assertThat(none.regions()).isEmpty();
    }
}
