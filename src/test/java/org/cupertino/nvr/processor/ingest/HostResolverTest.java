package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostResolverTest {
    private final Deadline deadline = new Deadline();

    @AfterEach
    void giveBack() {
        deadline.close();
    }

    @Test
    void silent_name_server_is_given_up_and_asked_once() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        HostResolver resolver =
                new HostResolver(
                        host -> {
                            asked.incrementAndGet();
                            try {
                                answer.await();
                            } catch (InterruptedException e) {
                                throw new UnknownHostException(host);
                            }
                            return InetAddress.getAllByName("127.0.0.1");
                        });
        for (int i = 0; i < 2; i++) {
            deadline.arm(TimeUnit.MILLISECONDS.toNanos(120));
            assertThatThrownBy(() -> resolver.resolve("cam", deadline))
                    .isInstanceOf(StreamException.class)
                    .hasMessage("the name server does not answer");
        }
        answer.countDown();
        deadline.arm(TimeUnit.SECONDS.toNanos(10));
        assertThat(resolver.resolve("cam", deadline)[0].getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(asked).hasValueBetween(1, 2);
    }

    @Test
    void stopping_ends_the_wait() {
        HostResolver resolver =
                new HostResolver(
                        host -> {
                            deadline.stop();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                throw new UnknownHostException(host);
                            }
                            return new InetAddress[0];
                        });
        deadline.arm(TimeUnit.HOURS.toNanos(1));
        assertThatThrownBy(() -> resolver.resolve("cam", deadline))
                .isInstanceOf(StreamException.class);
    }

    @Test
    void unknown_name_is_reported() {
        HostResolver resolver =
                new HostResolver(
                        host -> {
                            throw new UnknownHostException(host);
                        });
        deadline.arm(TimeUnit.SECONDS.toNanos(10));
        assertThatThrownBy(() -> resolver.resolve("cam", deadline))
                .hasMessage("host name not found");
    }
}
