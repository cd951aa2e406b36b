package org.cupertino.nvr.processor.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of 25 pictures a second, through the schedule, the policies and a model of a decoder. */
class PacketSamplerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 25;

    private final ModelDecoder decoder = new ModelDecoder(2);
    private final StreamRhythm rhythm = new StreamRhythm();
    private final FrameSchedule schedule = new FrameSchedule(5, 1);
    private final List<Long> samples = new ArrayList<>();
    private PacketSampler<ModelDecoder.Packet> sampler = new PacketSampler<>(rhythm, false);
    private long oldest;

    /** Plays groups of the given lengths in seconds, at a rate, with jitter. */
    private void play(double fps, double seconds, IntToDoubleFunction lengths) {
        SplittableRandom random = new SplittableRandom(5);
        sampler.decoder(decoder);
        schedule.maxFps(fps, 0);
        schedule.begin(0);
        int group = 0;
        int n = 0;
        long left = Math.round(lengths.applyAsDouble(0) * 25);
        for (long t = 0; t < seconds * SECOND; t += FRAME) {
            if (left-- == 0) {
                n = 0;
                left = Math.round(lengths.applyAsDouble(++group) * 25) - 1;
            }
            packet(new ModelDecoder.Packet(group, n++, t, false), t + random.nextLong(FRAME / 2));
        }
    }

    private void packet(ModelDecoder.Packet packet, long now) {
        rhythm.packet(packet.isKey(), now);
        long interval = schedule.interval();
        long spacing = rhythm.keysSuffice(interval) ? rhythm.keyInterval() : rhythm.frameInterval();
        boolean due = schedule.due(now, spacing);
        long overdue = schedule.overdue(now);
        if (sampler.packet(packet, packet.isKey(), due, overdue, interval, now)) {
            schedule.taken(now);
            samples.add(now);
            oldest = Math.max(oldest, now - decoder.picture.at());
        }
    }

    private void assertNoneLost(double fps, double seconds) {
        long interval = (long) (SECOND / fps);
        assertThat(schedule.lost((long) (seconds * SECOND))).isZero();
        assertThat(samples.size()).isGreaterThanOrEqualTo((int) (seconds * fps) - 1);
        for (int i = 1; i < samples.size(); i++) {
            assertThat(samples.get(i) - samples.get(i - 1)).isLessThanOrEqualTo(2 * interval);
        }
        assertThat(decoder.withoutReference).isZero();
        assertThat(oldest).isLessThan(SECOND / 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.04, 0.5, 1, 2, 4, 10, 20, 45, 60, 300})
    void no_sample_is_lost_whatever_the_length_of_groups(double length) {
        for (double fps : new double[] {0.1, 0.4, 1, 5}) {
            PacketSamplerTest each = new PacketSamplerTest();
            each.play(fps, 900, group -> length);
            each.assertNoneLost(fps, 900);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 1, 5})
    void no_sample_is_lost_where_groups_become_longer_and_shorter(double fps) {
        play(fps, 1_800, group -> group / 10 % 2 == 0 ? 2 : 20);
        assertNoneLost(fps, 1_800);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_sample_is_lost_in_groups_of_any_length_at_random(int seed) {
        for (double fps : new double[] {0.1, 1}) {
            SplittableRandom random = new SplittableRandom(seed);
            PacketSamplerTest each = new PacketSamplerTest();
            each.play(fps, 1_200, group -> 0.04 + Math.pow(random.nextDouble(), 4) * 200);
            each.assertNoneLost(fps, 1_200);
        }
    }

    @Test
    void key_frames_alone_are_decoded_where_they_suffice() {
        play(0.1, 600, group -> 2);
        assertThat(decoder.decoded).isEqualTo(samples.size());
        assertThat(sampler.remark(10 * SECOND)).isNull();
    }

    @Test
    void nothing_is_decoded_after_the_last_due_picture_of_a_group() {
        play(1, 600, group -> 2);
        assertThat(decoder.decoded).isLessThan(600 * 25 * 4 / 5);
    }

    @Test
    void costly_stream_is_remarked() {
        play(0.1, 200, group -> 20);
        assertThat(sampler.remark(10 * SECOND)).contains("key frames come every 20 s");
    }

    @Test
    void key_frames_only_decodes_nothing_else_and_remarks_nothing() {
        sampler = new PacketSampler<>(rhythm, true);
        play(0.1, 600, group -> 20);
        assertThat(decoder.decoded).isEqualTo(samples.size()).isBetween(29, 31);
        assertThat(sampler.remark(10 * SECOND)).isNull();
        assertThat(decoder.mostKept).isLessThan(3);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 2", "0.1, 300", "1, 300", "5, 20"})
    void what_is_kept_is_bounded_and_given_back(double fps, double length) {
        play(fps, 900, group -> length);
        assertThat(decoder.mostKept).isLessThanOrEqualTo(PacketSampler.MOST_BYTES / 15_000 + 2);
        sampler.forget();
        assertThat(decoder.kept).isZero();
    }

    @Test
    void after_a_damaged_packet_nothing_is_decoded_until_the_next_key_frame() {
        sampler.decoder(decoder);
        schedule.begin(0);
        schedule.maxFps(5, 0);
        for (int i = 0; i < 100; i++) {
            long now = i * FRAME;
            packet(new ModelDecoder.Packet(i / 50, i % 50, now, i == 20), now);
        }
        assertThat(decoder.withoutReference).isZero();
        assertThat(samples).noneMatch(at -> at >= 20 * FRAME && at < 50 * FRAME);
        assertThat(sampler.damaged()).isEqualTo(1);
    }

    @Test
    void pictures_that_all_stand_alone_are_not_remarked_however_seldom_they_come() {
        for (int i = 0; i < 5; i++) {
            rhythm.packet(true, i * 15 * SECOND);
        }
        assertThat(sampler.remark(10 * SECOND)).isNull();
    }
}
