package dev.tideline.backends;

import java.nio.file.Path;

/**
 * What a backend shows of itself, as PEM files.
 *
 * @param authority that clients believe
 * @param certificate signed by it, for 127.0.0.1
 * @param key of the certificate, unencrypted PKCS #8, readable by its owner only
 */
public record Tls(Path authority, Path certificate, Path key) {}
