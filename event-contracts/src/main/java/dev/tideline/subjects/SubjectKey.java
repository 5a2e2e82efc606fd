package dev.tideline.subjects;

import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key of one data subject: AES-256. Its bytes are not shown by {@code toString}. Safe for use by many threads. */
public final class SubjectKey {

    static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;

    SubjectKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** A new key, of random bits. */
    public static SubjectKey fresh() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new SubjectKey(bits);
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    /**
     * Encrypts.
     *
     * @param place where it will lie; it opens nowhere else
     * @return 28 bytes more than {@code plain}
     */
    public byte[] seal(byte[] plain, byte[] place) {
        return Seal.seal(key, plain, place);
    }

    /**
     * Decrypts.
     *
     * @param place that it was sealed for
     * @throws BrokenSealException unless it is exactly what this key sealed for this place
     */
    public byte[] open(byte[] sealed, byte[] place) throws BrokenSealException {
        return Seal.open(key, sealed, place);
    }
}
