package org.cupertino.nvr.fleet.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.cupertino.nvr.fleet.leader.Election.State;
import org.cupertino.nvr.wire.Leader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orchestrators on a broker that retains one message, with a clock that the test moves. */
class ElectionTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final List<Member> members = new ArrayList<>();
    private long now;
    private Leader retained;

    private final class Member {
        private final String token;
        private final Election election;
        private boolean up = true;

        Member(String token, String... ended) {
            this.token = token;
            election = new Election(token, () -> now);
            election.follows(Set.of(ended));
            members.add(this);
            connect();
        }

        void connect() {
            up = true;
            election.connected();
            if (retained != null) {
                election.heard(retained);
            }
        }

        State state() {
            return election.state();
        }

        /** The broker publishes its will. */
        void dies() {
            up = false;
            retained = null;
            members.stream().filter(other -> other.up).forEach(other -> other.election.cleared());
        }
    }

    @Test
    void one_alone_leads_within_a_second_and_a_half() {
        Member alone = new Member("a");
        pass(Duration.ofMillis(900));
        assertThat(alone.state()).isEqualTo(State.CLAIMING);
        pass(Duration.ofMillis(500));
        assertThat(alone.state()).isEqualTo(State.LEADING);
        assertThat(retained.leading()).isTrue();
    }

    @Test
    void who_comes_later_stands_by_whatever_its_token_and_takes_over_after_a_goodbye() {
        Member first = new Member("m");
        pass(Duration.ofSeconds(2));
        Member lower = new Member("a");
        Member higher = new Member("z");
        pass(Duration.ofMinutes(10));
        assertThat(states()).containsExactly(State.LEADING, State.STANDBY, State.STANDBY);
        assertThat(lower.election.other()).map(Leader::token).contains("m");

        first.dies();
        pass(Duration.ofSeconds(5));
        assertThat(lower.state()).isEqualTo(State.LEADING);
        assertThat(higher.state()).isEqualTo(State.STANDBY);
    }

    @Test
    void leader_that_is_silent_is_followed_after_ten_seconds_and_gives_up_when_it_is_back() {
        Member first = new Member("a");
        pass(Duration.ofSeconds(2));
        Member second = new Member("b");
        pass(Duration.ofSeconds(5));
        first.up = false;
        pass(Duration.ofSeconds(7));
        assertThat(second.state()).isEqualTo(State.STANDBY);
        pass(Duration.ofSeconds(7));
        assertThat(second.state()).isEqualTo(State.LEADING);

        first.connect();
        pass(Duration.ofSeconds(3));
        assertThat(states()).containsExactly(State.SUPERSEDED, State.LEADING);
    }

    @Test
    void leader_whose_connection_breaks_for_a_moment_leads_on() {
        Member first = new Member("b");
        pass(Duration.ofSeconds(2));
        Member second = new Member("a");
        pass(Duration.ofSeconds(2));
        first.dies();
        pass(Duration.ofSeconds(1));
        first.connect();
        pass(Duration.ofMinutes(1));
        assertThat(states()).containsExactly(State.LEADING, State.STANDBY);
        assertThat(second.election.term()).isZero();
    }

    @Test
    void standby_that_dies_clears_the_message_and_changes_nothing() {
        new Member("a");
        pass(Duration.ofSeconds(2));
        Member second = new Member("b");
        new Member("c");
        pass(Duration.ofSeconds(2));
        second.dies();
        pass(Duration.ofMinutes(1));
        assertThat(members.get(0).state()).isEqualTo(State.LEADING);
        assertThat(members.get(2).state()).isEqualTo(State.STANDBY);
        assertThat(retained.token()).isEqualTo("a");
    }

    @Test
    void message_that_a_dead_leader_left_delays_the_next_by_ten_seconds_only() {
        retained = new Leader("orchestrator", "dead", true, 7, "box", Instant.EPOCH, Instant.EPOCH);
        Member next = new Member("b");
        pass(Duration.ofSeconds(9));
        assertThat(next.state()).isEqualTo(State.STANDBY);
        pass(Duration.ofSeconds(3));
        assertThat(next.state()).isEqualTo(State.LEADING);
        assertThat(next.election.term()).isEqualTo(8);
    }

    @Test
    void leader_that_surely_ended_is_followed_within_a_second_and_a_half() {
        Member elsewhere = standbyOf("dead");
        Member next = new Member("next", "dead", "long-dead");
        pass(Duration.ofMillis(1_400));
        assertThat(next.state()).isEqualTo(State.LEADING);
        assertThat(next.election.term()).isEqualTo(2);

        members.forEach(member -> member.election.cleared());
        pass(Duration.ofMinutes(1));
        assertThat(next.state()).as("after the will").isEqualTo(State.LEADING);
        assertThat(elsewhere.state()).isEqualTo(State.STANDBY);
    }

    @Test
    void leader_of_which_a_copied_file_says_that_it_ended_leads_on() {
        Member first = new Member("a");
        pass(Duration.ofSeconds(2));
        Member copy = new Member("b", "a");
        pass(Duration.ofMinutes(1));
        assertThat(first.state()).isEqualTo(State.LEADING);
        assertThat(copy.state()).isEqualTo(State.STANDBY);
    }

    @Test
    void standby_elsewhere_that_took_over_already_leads_on() {
        Member elsewhere = standbyOf("dead");
        pass(Duration.ofSeconds(15));
        Member next = new Member("next", "dead");
        pass(Duration.ofMinutes(1));
        assertThat(elsewhere.state()).isEqualTo(State.LEADING);
        assertThat(next.state()).isEqualTo(State.STANDBY);
    }

    /** The broker has not noticed yet that the leader is dead. */
    private Member standbyOf(String leader) {
        Member dead = new Member(leader);
        pass(Duration.ofSeconds(2));
        Member standby = new Member("standby");
        pass(Duration.ofSeconds(2));
        dead.up = false;
        return standby;
    }

    @Test
    void broker_that_is_away_or_forgets_changes_no_leader() {
        Member first = new Member("b");
        pass(Duration.ofSeconds(2));
        Member second = new Member("a");
        pass(Duration.ofSeconds(2));
        members.forEach(member -> member.up = false);
        retained = null;
        pass(Duration.ofMinutes(1));
        second.connect();
        pass(Duration.ofSeconds(8));
        first.connect();
        pass(Duration.ofMinutes(1));
        assertThat(states()).containsExactly(State.LEADING, State.STANDBY);
    }

    /** Whatever is lost and whoever breaks down in between. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void simultaneous_starts_end_with_one_leader(int seed) {
        Random chance = new Random(seed);
        for (int i = 0; i < 5; i++) {
            new Member(Integer.toString(chance.nextInt(1_000)) + i);
            pass(TICK.multipliedBy(chance.nextInt(4)));
        }
        for (int i = 0; i < 20; i++) {
            Member member = members.get(chance.nextInt(members.size()));
            if (member.up && chance.nextBoolean()) {
                member.dies();
            } else if (!member.up) {
                member.connect();
            }
            pass(TICK.multipliedBy(chance.nextInt(20)));
        }
        members.stream().filter(member -> !member.up).toList().forEach(Member::connect);
        pass(Duration.ofSeconds(30));
        long leaders = states().stream().filter(State.LEADING::equals).count();
        long superseded = states().stream().filter(State.SUPERSEDED::equals).count();
        assertThat(leaders).as("%s", states()).isEqualTo(superseded == members.size() ? 0 : 1);
    }

    private List<State> states() {
        return members.stream().map(Member::state).toList();
    }

    private void pass(Duration time) {
        for (long end = now + time.toNanos(); now < end; now += TICK.toNanos()) {
            // All of one moment publish before any of them hears.
            List<Leader> published = new ArrayList<>();
            for (Member member : members) {
                if (member.up && member.election.tick()) {
                    published.add(message(member));
                }
            }
            for (Leader message : published) {
                retained = message;
                members.stream().filter(m -> m.up).forEach(m -> m.election.heard(message));
            }
        }
    }

    private static Leader message(Member member) {
        return new Leader(
                "orchestrator",
                member.token,
                member.state() == State.LEADING,
                member.election.term(),
                "box",
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
