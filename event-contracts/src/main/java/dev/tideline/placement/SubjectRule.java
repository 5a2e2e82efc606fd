package dev.tideline.placement;

/** Whose data a document of a residency-bound collection is: told from its id, so that every service knows it at once. */
public enum SubjectRule {
    /** The id is the subject's. */
    ID {
        @Override
        public String subject(String id) {
            return id;
        }
    },
    /** The id begins with the subject's, up to the first {@code ~}: {@code anna~2026-17} is one of anna's. */
    ID_PREFIX {
        @Override
        public String subject(String id) {
            int end = id.indexOf(SEPARATOR);
            return end <= 0 ? id : id.substring(0, end);
        }
    };

    /** What ends the subject's part of an id. */
    public static final char SEPARATOR = '~';

    /** The data subject of the document with this id. */
    public abstract String subject(String id);
}
