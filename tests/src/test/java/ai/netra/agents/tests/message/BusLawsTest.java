package ai.netra.agents.tests.message;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Attributes;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.json.MessageJson;
import ai.netra.agents.core.message.LocalAgentBus;
import ai.netra.agents.message.AgentBusException;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import ai.netra.agents.message.MailboxOptions;
import ai.netra.agents.message.MessageAddress;
import ai.netra.agents.message.MessageHeader;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds whoever sends to whomever: of the bus on real threads, and of messages as JSON. */
class BusLawsTest {
    private static final ThreadId THREAD = ThreadId.of("t1");
    private static final int RECIPIENTS = 3;
    private static final int USERS = 2;

    private record Numbered(int sender, int number) {}

    /** One subscription: who may send to it, and what it received, by one thread at a time. */
    private record Subscribed(MessageAddress address, List<AgentMessage> received) {
        boolean covers(AgentMessage message) {
            return address.name().equals(message.recipient())
                    && address.user().map(message.user()::equals).orElse(true)
                    && address.thread().map(message.thread()::equals).orElse(true);
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void each_subscription_receives_exactly_what_it_covers_and_took_in_each_senders_order(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int senders) throws InterruptedException {
        Random random = new Random(seed);
        LocalAgentBus bus = LocalAgentBus.builder().build();
        List<Subscribed> subscriptions = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            subscriptions.add(subscribe(bus, random, blocking(random)));
        }
        List<List<AgentMessage>> sent = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            int sender = i;
            long choices = random.nextLong();
            threads.add(Thread.ofVirtual().start(() -> sent.add(send(bus, sender, new Random(choices)))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        bus.close();

        long covered = 0;
        for (List<AgentMessage> ofSender : sent) {
            for (Subscribed subscription : subscriptions) {
                List<AgentMessage> expected =
                        ofSender.stream().filter(subscription::covers).toList();
                assertThat(from(ofSender.getFirst().sender(), subscription.received))
                        .isEqualTo(expected);
            }
            covered += ofSender.stream()
                    .filter(message -> subscriptions.stream().anyMatch(s -> s.covers(message)))
                    .count();
        }
        assertThat(sent).hasSize(senders);
        assertThat(bus.deadLetters(DeadLetterReason.NO_SUBSCRIBER))
                .isEqualTo(sent.stream().mapToLong(List::size).sum() - covered);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void a_mailbox_that_rejects_handles_exactly_what_it_did_not_refuse(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int senders) throws InterruptedException {
        Random random = new Random(seed);
        LocalAgentBus bus = LocalAgentBus.builder().build();
        List<AgentMessage> received = new ArrayList<>();
        bus.subscribe(
                MessageAddress.ofEveryUser("r0"),
                MailboxOptions.defaults().capacity(1 + random.nextInt(20)).rejecting(),
                received::add);
        List<AgentMessage> taken = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            int sender = i;
            threads.add(Thread.ofVirtual().start(() -> sendWhatIsTaken(bus, sender, taken)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        bus.close();

        assertThat(received).containsExactlyInAnyOrderElementsOf(taken);
        for (int i = 0; i < senders; i++) {
            assertThat(from("s" + i, received)).isEqualTo(from("s" + i, taken));
        }
    }

    private static List<AgentMessage> from(String sender, List<AgentMessage> messages) {
        return messages.stream()
                .filter(message -> message.sender().equals(sender))
                .toList();
    }

    private static UserId user(Random random) {
        return UserId.of("u" + random.nextInt(USERS));
    }

    private static Subscribed subscribe(LocalAgentBus bus, Random random, MailboxOptions options) {
        String name = "r" + random.nextInt(RECIPIENTS);
        MessageAddress address = switch (random.nextInt(3)) {
            case 0 -> MessageAddress.ofThread(user(random), THREAD, name);
            case 1 -> MessageAddress.ofUser(user(random), name);
            default -> MessageAddress.ofEveryUser(name);
        };
        Subscribed subscribed = new Subscribed(address, new ArrayList<>());
        bus.subscribe(address, options, subscribed.received::add);
        return subscribed;
    }

    private static MailboxOptions blocking(Random random) {
        return MailboxOptions.defaults().capacity(1 + random.nextInt(20));
    }

    private static List<AgentMessage> send(LocalAgentBus bus, int sender, Random random) {
        List<AgentMessage> sent = new ArrayList<>();
        try {
            for (int number = random.nextInt(300); number >= 0; number--) {
                AgentMessage message = message(bus, sender, number, random);
                bus.publish(message);
                sent.add(message);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
        return sent;
    }

    private static void sendWhatIsTaken(LocalAgentBus bus, int sender, List<AgentMessage> taken) {
        Random onlyOne = new Random(0);
        for (int number = 0; number < 300; number++) {
            MessageHeader header = bus.header(user(onlyOne), THREAD, "s" + sender, "r0");
            AgentMessage message = new AgentMessage.Status(header, new Numbered(sender, number));
            try {
                bus.publish(message);
                taken.add(message);
            } catch (AgentBusException.MailboxFull refused) {
                assertThat(refused.taken()).isZero();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted by nobody", e);
            }
        }
    }

    private static AgentMessage message(LocalAgentBus bus, int sender, int number, Random random) {
        MessageHeader header = bus.header(user(random), THREAD, "s" + sender, "r" + random.nextInt(RECIPIENTS));
        return new AgentMessage.Status(header, new Numbered(sender, number));
    }

    @Property(tries = 300)
    void a_message_reads_back_equal_from_its_json(@ForAll("requests") AgentMessage message) {
        JsonCodec codec = JsonCodec.standard();

        assertThat(MessageJson.read(MessageJson.of(message, codec), codec)).isEqualTo(message);
    }

    @Provide
    Arbitrary<AgentMessage> requests() {
        Arbitrary<String> names = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(200)
                .filter(name -> !name.isBlank() && name.chars().noneMatch(Character::isISOControl));
        Arbitrary<Attributes> metadata =
                Arbitraries.maps(names, Arbitraries.longs()).ofMaxSize(3).map(Attributes::copyOf);
        Arbitrary<Duration> timeouts = Combinators.combine(
                        Arbitraries.longs().between(0, 1_000_000_000_000_000L),
                        Arbitraries.integers().between(1, 999_999_999))
                .as(Duration::ofSeconds);
        Arbitrary<Object> contents = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.longs(),
                Arbitraries.of(true, false),
                Arbitraries.longs().list().ofMaxSize(3));
        return Combinators.combine(names, names, names, metadata, contents, timeouts)
                .as((sender, recipient, id, extras, content, timeout) -> new AgentMessage.Request(
                        new MessageHeader(
                                UserId.of("u"), THREAD, sender, recipient, id, Instant.EPOCH.plus(timeout), extras),
                        content,
                        timeout));
    }
}
