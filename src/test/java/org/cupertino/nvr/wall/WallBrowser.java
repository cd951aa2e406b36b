package org.cupertino.nvr.wall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Debian's Chromium that looks at a wall. */
final class WallBrowser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Null where the wall is a real one. */
    final FakeWall wall;

    final ChromeDriver driver;
    private final String url;

    private WallBrowser(FakeWall wall, String url) {
        this.wall = wall;
        this.url = url;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
        options.addArguments("--hide-scrollbars", "--lang=en", "--accept-lang=en");
        options.setAcceptInsecureCerts(true);
        driver =
                new ChromeDriver(
                        new ChromeDriverService.Builder()
                                .usingDriverExecutable(DRIVER.toFile())
                                .usingAnyFreePort()
                                .build(),
                        options);
    }

    /** At a fake wall. Skips the tests where no Chromium is. */
    static WallBrowser start() throws IOException {
        assumeChromium();
        FakeWall wall = new FakeWall(0);
        wall.painter = Scene::paint;
        return new WallBrowser(wall, wall.url());
    }

    /** At a real wall. */
    static WallBrowser at(String url) {
        return new WallBrowser(null, url);
    }

    static void assumeChromium() {
        assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "Debian's packages chromium and chromium-driver are not installed");
    }

    /** A house without anything, as an operator sees it in English. */
    void clean() {
        driver.get("about:blank");
        wall.forget();
        wall.role = "operator";
        wall.answer = post -> "{\"command_id\":\"c1\"}";
        wall.pastEvents = "[]";
        wall.say("broker", "broker", "{\"connected\":true}");
        driver.manage().window().setSize(new Dimension(1280, 960));
    }

    /**
     * Loads the page, up to three times: Chromium gives up what it fetches in the moment in which
     * an interface of the machine comes or goes, as with the containers of other tests.
     */
    void open(String path) {
        for (int tries = 1; ; tries++) {
            try {
                driver.get("about:blank");
                driver.get(url + path);
                awaitThat(
                        Duration.ofSeconds(20),
                        () -> assertThat(text("#link")).isIn("Connected", "Conectado"));
                return;
            } catch (ConditionTimeoutException | WebDriverException e) {
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    void camera(int id, String json) {
        wall.say("camera", "camera" + id, json);
    }

    WebElement one(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    String text(String css) {
        return one(css).getText();
    }

    void awaitThat(ThrowingRunnable expected) {
        awaitThat(PATIENCE, expected);
    }

    /** Fails with what the browser wrote into its console. */
    private void awaitThat(Duration atMost, ThrowingRunnable expected) {
        try {
            await().atMost(atMost)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .untilAsserted(expected);
        } catch (ConditionTimeoutException e) {
            List<LogEntry> console = driver.manage().logs().get(LogType.BROWSER).getAll();
            throw new ConditionTimeoutException(e.getMessage() + "\nConsole: " + console, e);
        }
    }

    /** What axe-core finds against WCAG 2.1 AA, one line each. */
    @SuppressWarnings("unchecked")
    List<String> violations() throws IOException {
        if (!Boolean.TRUE.equals(driver.executeScript("return 'axe' in window"))) {
            driver.executeScript(axe());
        }
        return (List<String>)
                driver.executeAsyncScript(
                        """
                        const done = arguments[arguments.length - 1];
                        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
                        axe.run({runOnly: tags}).then((found) => done(found.violations.flatMap(
                            (each) => each.nodes.map((node) => `${each.id}: ${node.html}`))));
                        """);
    }

    private static String axe() throws IOException {
        String file = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream in = WallBrowser.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void scheme(String lightOrDark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", lightOrDark))));
    }

    void shoot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
        if (wall != null) {
            wall.close();
        }
    }
}
