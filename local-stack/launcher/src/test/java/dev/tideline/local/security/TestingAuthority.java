package dev.tideline.local.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tideline.backends.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Signs certificates with the JDK's own keytool, and writes them as every part of the suite can read them. */
final class TestingAuthority {

    private static final String PASSWORD = "changeit";

    private final Path directory;

    private TestingAuthority(Path directory) {
        this.directory = directory;
    }

    /** A new one that nobody believes yet. */
    static TestingAuthority in(Path directory) {
        TestingAuthority authority = new TestingAuthority(directory);
        authority.keytool("-genkeypair", "-alias", "ca", "-dname", "CN=" + directory.getFileName(), "-ext", "bc:c");
        authority.write(authority.authority(), authority.pem("CERTIFICATE", authority.certificate("ca")));
        return authority;
    }

    /** What clients are to believe. */
    Path authority() {
        return directory.resolve("ca.pem");
    }

    /** A certificate for 127.0.0.1, and its key. */
    Tls tls() {
        Path request = directory.resolve("server.csr");
        Path signed = directory.resolve("server.crt");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=server");
        keytool("-certreq", "-alias", "server", "-file", request.toString());
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-rfc");
        Path certificate = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        try {
            write(certificate, Files.readString(signed));
            write(
                    key,
                    pem(
                            "PRIVATE KEY",
                            store().getKey("server", PASSWORD.toCharArray()).getEncoded()));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return new Tls(authority(), certificate, key);
    }

    /** Of a client that believes nobody else. */
    SSLContext client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", certificate("ca"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate certificate(String alias) {
        try {
            return store().getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store() {
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String pem(String label, Certificate certificate) {
        try {
            return pem(label, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    private void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve("keys.p12").toString(), "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        try {
            Files.createDirectories(directory);
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
