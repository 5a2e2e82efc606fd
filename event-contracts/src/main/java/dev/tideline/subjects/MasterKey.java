package dev.tideline.subjects;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that subjects' keys are wrapped in where they are kept: Postgres, its copies and whoever hands them out never have
 * them in clear. It is the operator's, and does not change with the subjects.
 */
public final class MasterKey {

    /** What a setting that holds one must be. */
    public static final String FORM = "32 random bytes in Base64 (openssl rand -base64 32)";

    private final SecretKey key;

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Reads a setting.
     *
     * @param base64 of 32 bytes
     * @throws IllegalArgumentException if it is not; the message does not repeat it
     */
    public static MasterKey of(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("not Base64");
        }
        if (bytes.length != SubjectKey.BYTES) {
            throw new IllegalArgumentException(bytes.length + " bytes");
        }
        return new MasterKey(bytes);
    }

    /** Encrypts a subject's key, for that subject only. */
    public byte[] wrap(SubjectKey subjectKey, String subject) {
        return Seal.seal(key, subjectKey.bytes(), subject.getBytes(UTF_8));
    }

    /**
     * The key that was wrapped.
     *
     * @throws BrokenSealException if it was wrapped under another master key or for another subject
     */
    public SubjectKey unwrap(byte[] wrapped, String subject) throws BrokenSealException {
        byte[] bytes = Seal.open(key, wrapped, subject.getBytes(UTF_8));
        if (bytes.length != SubjectKey.BYTES) {
            throw new BrokenSealException("not a key");
        }
        return new SubjectKey(bytes);
    }
}
