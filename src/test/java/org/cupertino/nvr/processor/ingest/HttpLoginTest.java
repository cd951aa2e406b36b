package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpLoginTest {
    private static final String REALM = "realm=\"http-auth@example.org\"";
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String MD5 = digest("MD5");
    private static final String SHA_256 = digest("SHA-256");
    private static final String BASIC = "Basic " + REALM;

    private final HttpLogin login =
            new HttpLogin(
                    "Mufasa",
                    "Circle of Life",
                    () -> "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

    private static String digest(String algorithm) {
        return "Digest "
                + REALM
                + ", qop=\"auth, auth-int\", algorithm="
                + algorithm
                + ", nonce=\""
                + NONCE
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    }

    private String answer(String... headers) {
        return login.challenged(List.of(headers))
                ? login.authorization("GET", "/dir/index.html")
                : "none";
    }

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void answers_the_example_of_the_standard(String algorithm, String response) {
        assertThat(answer(digest(algorithm)))
                .startsWith("Digest username=\"Mufasa\", " + REALM)
                .contains("response=\"" + response + "\"")
                .contains("algorithm=" + algorithm + ", opaque=\"FQhe")
                .contains("qop=auth, nc=00000001, cnonce=\"f2/wE4q7");
    }

    @Test
    void hashes_the_name_where_the_server_asks_for_that() {
        // With the hash of the name as the erratum of the standard has it.
        HttpLogin other =
                new HttpLogin(
                        "J\u00e4s\u00f8n Doe",
                        "Secret, or not?",
                        () -> "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm");
        String header =
                "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                        + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                        + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDssOS\","
                        + " charset=UTF-8, userhash=true";
        assertThat(other.challenged(List.of(header))).isTrue();
        assertThat(other.authorization("GET", "/doe.json"))
                .contains(
                        "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"")
                .endsWith("userhash=true");
    }

    @Test
    void answers_servers_that_know_no_quality_of_protection() {
        // The example of RFC 2069, with the response of its erratum.
        HttpLogin old = new HttpLogin("Mufasa", "CircleOfLife");
        String header =
                "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";
        assertThat(old.challenged(List.of(header))).isTrue();
        assertThat(old.authorization("GET", "/dir/index.html"))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("qop", "cnonce", "algorithm");
    }

    @Test
    void strongest_challenge_is_answered_in_whatever_order_they_come() {
        for (List<String> headers :
                List.of(
                        List.of(BASIC, MD5, SHA_256),
                        List.of(SHA_256, MD5, BASIC),
                        List.of(MD5 + ", " + BASIC + ", " + SHA_256),
                        List.of(digest("SHA-3"), SHA_256, "Negotiate abc=="))) {
            HttpLogin fresh = new HttpLogin("u", "p");
            assertThat(fresh.challenged(headers)).isTrue();
            assertThat(fresh.authorization("GET", "/")).contains("algorithm=SHA-256");
        }
        assertThat(answer("Negotiate", BASIC)).isEqualTo("Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl");
    }

    @Test
    void login_that_is_refused_is_not_sent_again() {
        assertThat(login.authorization("GET", "/")).isNull();
        assertThat(answer(MD5)).contains("nc=00000001");
        assertThat(login.challenged(List.of(MD5.replace("7ypf", "8ypf")))).isFalse();
        assertThat(login.challenged(List.of(MD5 + ", stale=false"))).isFalse();
    }

    @Test
    void nonce_that_has_grown_old_is_replaced() {
        assertThat(answer(MD5)).contains(NONCE);
        assertThat(login.challenged(List.of(MD5 + ", stale=true"))).isFalse();
        assertThat(answer(MD5.replace("7ypf", "8ypf") + ", stale=TRUE")).contains("\"8ypf");
        login.accepted();
        assertThat(login.authorization("GET", "/")).contains("nc=00000002");
        login.accepted();
        login.authorization("GET", "/");
        // What was good and is not any more has grown old, whether the server calls it so or not.
        assertThat(answer(MD5.replace("7ypf", "9ypf"))).contains("\"9ypf", "nc=00000001");
        assertThat(answer(MD5)).isEqualTo("none");
    }

    @Test
    void unknown_ways_are_not_answered() {
        assertThat(HttpLogin.understands(List.of("Negotiate", digest("SHA-3")))).isFalse();
        assertThat(answer("Negotiate", digest("SHA-3"))).isEqualTo("none");
        assertThat(answer("Digest realm=\"x\", qop=\"auth-int\", nonce=\"1\"")).isEqualTo("none");
        assertThat(answer("\"")).isEqualTo("none");
        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void session_algorithms_name_the_nonce_of_the_client() {
        assertThat(answer(digest("MD5-sess"))).contains("algorithm=MD5-sess", "cnonce=");
    }

    @ParameterizedTest
    @CsvSource({
        "u:p%40%3A%25%23%20%C3%BC+, dTpwQDolIyDDvCs=",
        "u:100%, dToxMDAl",
        "u%3Av:p:q, dTp2OnA6cQ==",
        "u, dTo="
    })
    void login_of_an_address_is_decoded(String userInfo, String encoded) {
        HttpLogin of = HttpLogin.of(userInfo);
        assertThat(of.challenged(List.of(BASIC))).isTrue();
        assertThat(of.authorization("GET", "/")).isEqualTo("Basic " + encoded);
    }
}
