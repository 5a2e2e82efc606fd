package dev.tideline.placement;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a collection's documents are at home, and where else they may be. */
public sealed interface Residency {

    /** Ends the home's part of an id where each record has its own: {@code eu~c1} is at home in eu. */
    char SEPARATOR = SubjectRule.SEPARATOR;

    /** The rules of every home, in the file's order; at least one. */
    Collection<HomeRule> homes();

    /** The rules of the home that has the document with this id; empty where no home can have it. */
    Optional<HomeRule> of(String id);

    /**
     * The home whose list is meant.
     *
     * @param asked the home that was asked for; empty where none was
     * @param region of the asker, for whom a home is chosen where none was asked for
     * @return empty where there is no such home
     */
    Optional<HomeRule> list(Optional<String> asked, String region);

    /** Whose data the document with this id is; erasing that subject removes it. */
    String subject(String id);

    /** All documents have the same home. */
    record OneHome(HomeRule rule, SubjectRule subject) implements Residency {

        @Override
        public Collection<HomeRule> homes() {
            return List.of(rule);
        }

        @Override
        public Optional<HomeRule> of(String id) {
            return Optional.of(rule);
        }

        @Override
        public Optional<HomeRule> list(Optional<String> asked, String region) {
            return Optional.of(rule);
        }

        @Override
        public String subject(String id) {
            return subject.subject(id);
        }
    }

    /**
     * Each document has its own: a member names it when the document is made, and its id begins with it. So everybody knows
     * from the id alone whom to ask, and two homes never have a document of the same id.
     *
     * @param field the member
     * @param byHome the rules of each home, in the file's order
     */
    record HomePerRecord(HomeField field, Map<String, HomeRule> byHome, SubjectRule subject) implements Residency {

        @Override
        public Collection<HomeRule> homes() {
            return byHome.values();
        }

        @Override
        public Optional<HomeRule> of(String id) {
            int end = id.indexOf(SEPARATOR);
            return end <= 0 || end == id.length() - 1 ? Optional.empty() : at(id.substring(0, end));
        }

        /** The rules of one home; empty where it is none. */
        public Optional<HomeRule> at(String home) {
            return Optional.ofNullable(byHome.get(home));
        }

        /** Of the asker's own region if it is a home, otherwise of the first home that is served there. */
        @Override
        public Optional<HomeRule> list(Optional<String> asked, String region) {
            if (asked.isPresent()) {
                return at(asked.get());
            }
            return at(region)
                    .or(() -> homes().stream()
                            .filter(rule -> rule.serveIn().contains(region))
                            .findFirst())
                    .or(() -> homes().stream().findFirst());
        }

        /** The id of a document at a home. */
        public static String id(String home, String rest) {
            return home + SEPARATOR + rest;
        }

        /** The home belongs to the subject: {@code eu~anna~17} is of {@code eu~anna}. */
        @Override
        public String subject(String id) {
            return of(id).map(rule -> id(
                            rule.home(),
                            subject.subject(id.substring(rule.home().length() + 1))))
                    .orElse(id);
        }
    }
}
