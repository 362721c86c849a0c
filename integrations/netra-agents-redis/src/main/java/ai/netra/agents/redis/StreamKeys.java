package ai.netra.agents.redis;

import static ai.netra.agents.redis.RedisNames.ascii;
import static ai.netra.agents.redis.RedisNames.escaped;
import static ai.netra.agents.redis.RedisNames.unescaped;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the keys and list members of a stream, as all scripts are given them.
 *
 * @param keys the header first; the rest is described in {@code append.lua}
 * @param members the stream's name in the list of its thread or user, its thread, and its name among the leases
 */
record StreamKeys(List<String> keys, List<String> members) {
    static StreamKeys of(RedisNames names, StreamKey stream) {
        String shard = names.shard(stream.user());
        String user = escaped(stream.user().value());
        String thread = escaped(stream.thread().value());
        return switch (stream) {
            case StreamKey.OfThread key -> {
                String header = shard + "thread:" + user + ":" + thread;
                yield new StreamKeys(
                        List.of(
                                header,
                                header + ":log",
                                header + ":snapshot",
                                shard + "generation",
                                threads(names, key.user())),
                        List.of(thread, thread, ""));
            }
            case StreamKey.OfRun key -> {
                String run = escaped(key.run().value());
                String lease = user + ":" + thread + ":" + run;
                String header = shard + "run:" + lease;
                yield new StreamKeys(
                        List.of(
                                header,
                                header + ":log",
                                header + ":snapshot",
                                shard + "generation",
                                runs(names, key.user(), key.thread()),
                                unfinished(names, key.user(), key.thread()),
                                threadsOfRuns(names, key.user()),
                                leases(shard)),
                        List.of(run, thread, lease));
            }
        };
    }

    /** The conversations of a user: a sorted set. */
    static String threads(RedisNames names, UserId user) {
        return names.shard(user) + "threads:" + escaped(user.value());
    }

    /** The thread of each of a user's runs: a hash. */
    static String threadsOfRuns(RedisNames names, UserId user) {
        return names.shard(user) + "runs:" + escaped(user.value());
    }

    /** The runs of a thread: a sorted set. */
    static String runs(RedisNames names, UserId user, ThreadId thread) {
        return names.shard(user) + "runs:" + escaped(user.value()) + ":" + escaped(thread.value());
    }

    /** The runs of a thread that are not over: a sorted set. */
    static String unfinished(RedisNames names, UserId user, ThreadId thread) {
        return names.shard(user) + "unfinished:" + escaped(user.value()) + ":" + escaped(thread.value());
    }

    /** The running runs of a shard, by the microsecond until which they are leased: a sorted set. */
    static String leases(String shard) {
        return shard + "leases";
    }

    /** The run of a name among the leases. */
    static StreamKey.OfRun ofLease(String lease) {
        String[] parts = lease.split(":", -1);
        return new StreamKey.OfRun(
                UserId.of(unescaped(parts[0])), ThreadId.of(unescaped(parts[1])), RunId.of(unescaped(parts[2])));
    }

    String header() {
        return keys.getFirst();
    }

    List<byte[]> encodedKeys() {
        return keys.stream().map(RedisNames::ascii).toList();
    }

    /** The members, with room for what a script is given besides. */
    List<byte[]> arguments(String... more) {
        List<byte[]> arguments = new ArrayList<>();
        Stream.concat(members.stream(), Stream.of(more)).forEach(argument -> arguments.add(ascii(argument)));
        return arguments;
    }
}
