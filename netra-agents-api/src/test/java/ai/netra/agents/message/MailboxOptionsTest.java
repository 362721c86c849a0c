package ai.netra.agents.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.message.MailboxOptions.WhenFull;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxOptionsTest {
    @Test
    void by_default_1024_messages_wait_and_senders_block_for_as_long_as_it_takes() {
        assertThat(MailboxOptions.defaults()).isEqualTo(new MailboxOptions(1_024, WhenFull.BLOCK, Optional.empty()));
    }

    @Test
    void a_mailbox_rejects_or_blocks_whichever_was_said_last() {
        MailboxOptions options = MailboxOptions.defaults().capacity(3);

        assertThat(options.blockingFor(Duration.ofSeconds(1)).rejecting())
                .isEqualTo(new MailboxOptions(3, WhenFull.REJECT, Optional.empty()));
        assertThat(options.rejecting().blockingFor(Duration.ofSeconds(1)))
                .isEqualTo(new MailboxOptions(3, WhenFull.BLOCK, Optional.of(Duration.ofSeconds(1))));
    }

    @Test
    void refuses_a_mailbox_without_room() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MailboxOptions.defaults().capacity(0))
                .withMessageContaining("capacity of a mailbox is 0");
    }

    @Test
    void refuses_a_limit_that_is_not_positive() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> MailboxOptions.defaults().blockingFor(Duration.ZERO))
                .withMessageContaining("PT0S");
    }

    @Test
    void refuses_a_limit_of_blocking_where_nobody_is_blocked() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new MailboxOptions(1, WhenFull.REJECT, Optional.of(Duration.ofSeconds(1))))
                .withMessageContaining("rejects");
    }

    @Test
    void refuses_an_address_of_a_thread_without_user() {
        assertThatExceptionOfType(InvalidDefinitionException.class)
                .isThrownBy(() -> new MessageAddress(Optional.empty(), Optional.of(ThreadId.of("t1")), "data"))
                .withMessageContaining("name the user");
    }
}
