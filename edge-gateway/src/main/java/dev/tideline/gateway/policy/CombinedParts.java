package dev.tideline.gateway.policy;

/**
 * Two byte runs joined into one (RFC 9110 §15.3.7.3). The body to keep is: of the stored bytes the first {@code
 * fromStoredHead}, then all of the new ones, then the stored bytes from offset {@code storedTailFrom} on.
 *
 * @param response the metadata of the joined response; complete if the runs add up to everything
 * @param fromStoredHead how many of the stored bytes come before the new ones
 * @param storedTailFrom the offset into the stored bytes from which they follow the new ones; the stored length if none do
 */
public record CombinedParts(StoredResponse response, long fromStoredHead, long storedTailFrom) {

    /** The bytes to keep, of those that were stored and those that came. */
    public byte[] join(byte[] stored, byte[] fetched) {
        int head = (int) fromStoredHead;
        int tail = (int) (stored.length - storedTailFrom);
        byte[] all = new byte[head + fetched.length + tail];
        System.arraycopy(stored, 0, all, 0, head);
        System.arraycopy(fetched, 0, all, head, fetched.length);
        System.arraycopy(stored, stored.length - tail, all, head + fetched.length, tail);
        return all;
    }
}
