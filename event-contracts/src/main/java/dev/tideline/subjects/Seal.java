package dev.tideline.subjects;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits in front: good for 2^32 messages under one key, which nobody
 * writes of one person.
 */
final class Seal {

    static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Seal() {}

    static byte[] seal(SecretKey key, byte[] plain, byte[] bound) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound);
            ByteBuffer out = ByteBuffer.allocate(NONCE_BYTES + plain.length + TAG_BYTES);
            cipher.doFinal(ByteBuffer.wrap(plain), out.put(nonce));
            return out.array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    static byte[] open(SecretKey key, byte[] sealed, byte[] bound) throws BrokenSealException {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new BrokenSealException("too short to be sealed");
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, bound)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException other) {
            throw new BrokenSealException("sealed under another key, for another place, or damaged");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has AES-GCM", impossible);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
