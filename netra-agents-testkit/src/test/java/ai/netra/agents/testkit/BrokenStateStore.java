package ai.netra.agents.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.AppendResult.Conflict;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stores that break the contract, each in one way, and clauses that must find it. */
enum BrokenStateStore {
    KEEPS_NOTHING(2, 3, 4, 6, 13, 24, 137) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    return new Appended(new StreamPosition(
                            1, append.expected().version() + append.records().size()));
                }
            };
        }
    },
    BEGINS_WHAT_IT_IS_ASKED_FOR(1, 14, 18) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    Optional<Append.Mark> mark =
                            stream instanceof StreamKey.OfRun ? Optional.of(Append.Mark.suspended()) : Optional.empty();
                    super.append(new Append(stream, StreamPosition.NONE, "store", List.of(EMPTY), mark));
                    return super.load(stream, known);
                }
            };
        }
    },
    APPENDS_WHATEVER_IS_EXPECTED(15, 16, 17, 18, 19, 20, 21, 22, 23, 34, 39) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    return super.append(expecting(append, load(append.stream()).end()));
                }
            };
        }
    },
    LOOKS_BEFORE_IT_APPENDS(22) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    if (!load(append.stream()).end().equals(append.expected())) {
                        return super.append(append);
                    }
                    letOthersIn();
                    return super.append(expecting(append, load(append.stream()).end()));
                }
            };
        }
    },
    SAYS_THAT_IT_APPENDED(15, 16, 17, 18, 38) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    return super.append(append) instanceof Appended appended
                            ? appended
                            : new Appended(load(append.stream()).end());
                }
            };
        }
    },
    EXPECTS_A_VERSION_OF_ANY_GENERATION(19, 39) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    StreamPosition end = load(append.stream()).end();
                    return super.append(end.version() == append.expected().version() ? expecting(append, end) : append);
                }
            };
        }
    },
    APPENDS_ONE_BY_ONE(25, 130) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(
                            of(append, append.expected(), append.records().subList(0, 1)));
                    for (Payload next :
                            append.records().subList(1, append.records().size())) {
                        letOthersIn();
                        result = result instanceof Appended ? one(append, next) : result;
                    }
                    return result;
                }

                private AppendResult one(Append append, Payload next) {
                    return super.append(of(append, load(append.stream()).end(), List.of(next)));
                }
            };
        }
    },
    TAKES_FEW_RECORDS_AT_ONCE(7, 58) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    int most = Math.min(99, append.records().size());
                    return super.append(
                            of(append, append.expected(), append.records().subList(0, most)));
                }
            };
        }
    },
    APPENDS_IN_ANOTHER_ORDER(5, 7, 8, 58) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    List<Payload> reversed = new ArrayList<>(append.records());
                    Collections.reverse(reversed);
                    return super.append(of(append, append.expected(), reversed));
                }
            };
        }
    },
    APPENDS_AGAIN_WHAT_IT_HAS(29, 30, 33) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(append);
                    return result instanceof Conflict conflict
                                    && conflict.next().equals(Optional.of(append.writer()))
                            ? super.append(expecting(append, conflict.end()))
                            : result;
                }
            };
        }
    },
    DOES_NOT_TELL_WHO_CAME_BETWEEN(15, 16, 22, 29, 30, 31, 32, 33, 34, 37, 66) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(append);
                    return result instanceof Conflict conflict
                            ? new Conflict(conflict.end(), Optional.empty())
                            : result;
                }
            };
        }
    },
    TELLS_WHO_CAME_LAST(16, 19, 31) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(append);
                    if (result instanceof Conflict conflict && conflict.end().version() > 0) {
                        List<StoredRecord> last =
                                read(append.stream(), conflict.end().version(), 1);
                        return new Conflict(
                                conflict.end(),
                                last.stream().map(StoredRecord::writer).findFirst());
                    }
                    return result;
                }
            };
        }
    },
    RENEWS_ON_A_CONFLICT(20) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(append);
                    if (result instanceof Conflict && append.stream() instanceof StreamKey.OfRun run) {
                        find(run.user(), run.run())
                                .ifPresent(header -> renew(run, header.writer(), Lease.of(Duration.ofMillis(5))));
                    }
                    return result;
                }
            };
        }
    },
    MOVES_A_RUN_TO_ANOTHER_THREAD(27, 28) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    AppendResult result = super.append(append);
                    if (result.equals(new Conflict(StreamPosition.NONE, Optional.empty()))
                            && append.expected().equals(StreamPosition.NONE)
                            && append.stream() instanceof StreamKey.OfRun run) {
                        find(run.user(), run.run()).ifPresent(header -> delete(header.key()));
                        return super.append(append);
                    }
                    return result;
                }
            };
        }
    },
    KNOWS_NO_USERS(41, 42, 43, 46, 48, 49, 50, 51, 53, 99) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.users(store, id -> "anybody");
        }
    },
    KNOWS_NO_THREADS(26, 44, 52, 95) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.threads(store, id -> "anywhere");
        }
    },
    KNOWS_NO_RUNS(10, 45, 119) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.runs(store, id -> "any");
        }
    },
    FOLDS_CASE(42, 43, 44, 45, 46) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.ids(store, id -> id.toLowerCase(Locale.ROOT));
        }
    },
    TRIMS(42, 43, 44, 45, 46) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.ids(store, String::strip);
        }
    },
    NORMALIZES(42, 43, 44, 45, 46) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.ids(store, id -> Normalizer.normalize(id, Normalizer.Form.NFC));
        }
    },
    REPLACES_WHAT_UTF_8_CANNOT_HOLD(42, 43, 44, 45, 46, 122) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.ids(store, id -> new String(id.getBytes(UTF_8), UTF_8));
        }
    },
    CUTS_LONG_IDS(64, 65) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.ids(store, id -> id.substring(0, Math.min(199, id.length())));
        }
    },
    JOINS_IDS_WITH_COLONS(47) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                private StreamKey joined(StreamKey key) {
                    return key instanceof StreamKey.OfRun run
                            ? new StreamKey.OfRun(
                                    UserId.of("u"),
                                    ThreadId.of("t"),
                                    RunId.of(run.user() + ":" + run.thread() + ":" + run.run()))
                            : key;
                }

                @Override
                public AppendResult append(Append append) {
                    return super.append(new Append(
                            joined(append.stream()),
                            append.expected(),
                            append.writer(),
                            append.records(),
                            append.mark()));
                }

                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    return super.load(joined(stream), known);
                }

                @Override
                public List<StoredRecord> read(StreamKey stream, long from, int most) {
                    return super.read(joined(stream), from, most);
                }
            };
        }
    },
    HOLDS_TEXT(55, 56, 57, 58, 59) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(
                    store, one -> Payload.of(one.kind(), one.schema(), new String(one.bytes(), UTF_8).getBytes(UTF_8)));
        }
    },
    HOLDS_TEXT_WITHOUT_NULS(61) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(
                    store,
                    one -> Payload.of(
                            one.kind(),
                            one.schema(),
                            new String(one.bytes(), UTF_8).replace("\0", "").getBytes(UTF_8)));
        }
    },
    CUTS_LARGE_PAYLOADS(57, 58, 59) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(
                    store,
                    one -> Payload.of(
                            one.kind(), one.schema(), Arrays.copyOf(one.bytes(), Math.min(70_000, one.size()))));
        }
    },
    FILLS_EMPTY_PAYLOADS(54, 56) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(
                    store, one -> one.size() == 0 ? Payload.of(one.kind(), one.schema(), new byte[] {' '}) : one);
        }
    },
    LOSES_KINDS_AND_SCHEMAS(12, 60) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(store, one -> Payload.of("k", 1, one.bytes()));
        }
    },
    SWALLOWS_WHAT_ENCODING_THROWS(63) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    List<Payload> encoded = new ArrayList<>();
                    for (Payload payload : append.records()) {
                        try {
                            encoded.add(Payload.of(payload.kind(), payload.schema(), payload.bytes()));
                        } catch (UnsupportedOperationException ignored) {
                            // what makes it broken
                        }
                    }
                    return super.append(of(append, append.expected(), encoded));
                }
            };
        }
    },
    KEEPS_EQUAL_PAYLOADS_ONCE(62) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    return super.append(of(
                            append,
                            append.expected(),
                            append.records().stream().distinct().toList()));
                }
            };
        }
    },
    LOSES_WRITERS(9, 34, 66, 116) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    return super.append(
                            new Append(append.stream(), append.expected(), "w", append.records(), append.mark()));
                }
            };
        }
    },
    BEGINS_EVERY_RUN_RUNNING(11) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    boolean begins = append.expected().equals(StreamPosition.NONE);
                    return super.append(new Append(
                            append.stream(),
                            append.expected(),
                            append.writer(),
                            append.records(),
                            append.mark().map(mark -> begins ? Append.Mark.running(DAY) : mark)));
                }
            };
        }
    },
    KEEPS_NO_SNAPSHOTS(50, 67, 68, 73, 77, 82) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    return true;
                }
            };
        }
    },
    SAYS_IT_KEPT_EVERY_SNAPSHOT(69, 70, 71, 72) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    super.keep(stream, generation, snapshot);
                    return true;
                }
            };
        }
    },
    KEEPS_SNAPSHOTS_OF_ANY_GENERATION(71) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    return super.keep(stream, load(stream).end().generation(), snapshot);
                }
            };
        }
    },
    KEEPS_SNAPSHOTS_OF_RUNS_FOR_THEIR_THREAD(75) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    StreamKey thread = new StreamKey.OfThread(stream.user(), stream.thread());
                    super.keep(thread, load(thread).end().generation(), snapshot);
                    return super.keep(stream, generation, snapshot);
                }
            };
        }
    },
    PUTS_SNAPSHOTS_AT_THE_END(67, 79) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    long end = load(stream).end().version();
                    return super.keep(
                            stream,
                            generation,
                            snapshot.version() > end ? snapshot : new Snapshot(end, snapshot.payload()));
                }
            };
        }
    },
    COMPACTS_AS_SOON_AS_IT_CAN(74, 82) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    boolean kept = super.keep(stream, generation, snapshot);
                    compact(stream);
                    return kept;
                }
            };
        }
    },
    RENEWS_WHEN_IT_KEEPS(76) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
                    boolean kept = super.keep(stream, generation, snapshot);
                    if (kept && stream instanceof StreamKey.OfRun run) {
                        find(run.user(), run.run()).ifPresent(header -> renew(run, header.writer(), DAY));
                    }
                    return kept;
                }
            };
        }
    },
    LOADS_ALL_WHATEVER_IS_KNOWN(78, 79) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    return super.load(stream, StreamPosition.NONE);
                }
            };
        }
    },
    LOADS_WHAT_IS_BEHIND_A_VERSION_OF_ANY_GENERATION(81) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    Loaded all = super.load(stream, StreamPosition.NONE);
                    return known.version() == 0 || all.end().version() == 0
                            ? all
                            : super.load(stream, new StreamPosition(all.end().generation(), known.version()));
                }
            };
        }
    },
    LOADS_WITHOUT_THE_SNAPSHOT_WHERE_ANYTHING_IS_KNOWN(80) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    Loaded loaded = super.load(stream, known);
                    return known.version() == 0 ? loaded : new Loaded(loaded.end(), Optional.empty(), loaded.tail());
                }
            };
        }
    },
    LOADS_IN_TWO_STEPS(89) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    Loaded first = super.load(stream, known);
                    letOthersIn();
                    Loaded second = super.load(stream, known);
                    return new Loaded(second.end(), first.snapshot(), second.tail());
                }
            };
        }
    },
    COMPACTS_NOTHING(82, 85, 86, 87, 88) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public long compact(StreamKey stream) {
                    return 0;
                }
            };
        }
    },
    COMPACTS_ALL(82, 83, 84) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public long compact(StreamKey stream) {
                    Loaded loaded = load(stream);
                    if (loaded.end().version() > 0) {
                        super.keep(
                                stream,
                                loaded.end().generation(),
                                new Snapshot(loaded.end().version(), EMPTY));
                    }
                    return super.compact(stream);
                }
            };
        }
    },
    DELETES_NOTHING(40, 42, 43, 44, 45, 90, 92, 96) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean delete(StreamKey stream) {
                    return super.load(stream, StreamPosition.NONE).end().version() > 0;
                }
            };
        }
    },
    ALWAYS_SAYS_THAT_IT_DELETED(48, 91, 95, 97) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean delete(StreamKey stream) {
                    super.delete(stream);
                    return true;
                }
            };
        }
    },
    DELETES_A_THREAD_WITH_ALL_IN_IT(94) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean delete(StreamKey stream) {
                    boolean there = super.delete(stream);
                    if (stream instanceof StreamKey.OfThread) {
                        runs(stream.user(), stream.thread(), Page.first(100)).forEach(run -> super.delete(run.key()));
                    }
                    return there;
                }
            };
        }
    },
    BEGINS_AGAIN_IN_THE_SAME_GENERATION(39, 92, 93) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                private StreamPosition one(StreamPosition end) {
                    return end.version() == 0 ? end : new StreamPosition(1, end.version());
                }

                private StreamPosition real(StreamKey stream, StreamPosition known) {
                    long generation =
                            super.load(stream, StreamPosition.NONE).end().generation();
                    return known.generation() == 1 && generation > 0
                            ? new StreamPosition(generation, known.version())
                            : known;
                }

                @Override
                public AppendResult append(Append append) {
                    return switch (super.append(expecting(append, real(append.stream(), append.expected())))) {
                        case Appended(StreamPosition end) -> new Appended(one(end));
                        case Conflict(StreamPosition end, Optional<String> next) -> new Conflict(one(end), next);
                    };
                }

                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    Loaded loaded = super.load(stream, real(stream, known));
                    return new Loaded(one(loaded.end()), loaded.snapshot(), loaded.tail());
                }
            };
        }
    },
    ERASES_NOBODY(98, 99, 100) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public long erase(UserId user) {
                    return 0;
                }
            };
        }
    },
    ERASES_CONVERSATIONS_ALONE(98, 100) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public long erase(UserId user) {
                    return threads(user, Page.first(1_000)).stream()
                            .filter(thread -> delete(thread.key()))
                            .count();
                }
            };
        }
    },
    ERASES_BY_PATTERN(99) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public long erase(UserId user) {
                    long erased = super.erase(user);
                    return user.value().equals("*") ? erased + super.erase(UserId.of("user")) : erased;
                }
            };
        }
    },
    LAPSES_NOTHING(101, 102, 103, 104, 105, 106, 107, 108, 111, 115, 139) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> lapsed(int most) {
                    return List.of();
                }
            };
        }
    },
    LAPSES_WHAT_IS_SUSPENDED_OR_OVER(110) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                private final List<StreamKey.OfRun> suspended = Collections.synchronizedList(new ArrayList<>());

                @Override
                public AppendResult append(Append append) {
                    if (append.stream() instanceof StreamKey.OfRun run
                            && append.mark()
                                    .filter(mark -> mark.phase() != RunPhase.RUNNING)
                                    .isPresent()) {
                        suspended.add(run);
                    }
                    return super.append(append);
                }

                @Override
                public List<RunHeader> lapsed(int most) {
                    Stream<RunHeader> more =
                            List.copyOf(suspended).stream().flatMap(run -> find(run.user(), run.run()).stream());
                    return Stream.concat(super.lapsed(most).stream(), more).toList();
                }
            };
        }
    },
    LAPSES_IN_ANOTHER_ORDER(102) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> lapsed(int most) {
                    List<RunHeader> reversed = new ArrayList<>(super.lapsed(most));
                    Collections.reverse(reversed);
                    return reversed;
                }
            };
        }
    },
    LAPSES_MORE_THAN_ASKED_FOR(102, 103, 129) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> lapsed(int most) {
                    return super.lapsed(Integer.MAX_VALUE);
                }
            };
        }
    },
    LEASES_FOR_A_DAY_AND_NO_LESS(101, 104, 106, 113) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    Optional<Append.Mark> mark =
                            append.mark().map(one -> one.phase() == RunPhase.RUNNING ? Append.Mark.running(DAY) : one);
                    return super.append(
                            new Append(append.stream(), append.expected(), append.writer(), append.records(), mark));
                }

                @Override
                public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
                    return super.renew(run, writer, DAY);
                }
            };
        }
    },
    RENEWS_NOTHING(105, 106, 107, 108, 109, 114) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
                    return true;
                }
            };
        }
    },
    RENEWS_FOR_ANYBODY(35, 66, 108, 112) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
                    return find(run.user(), run.run())
                            .filter(header -> super.renew(header.key(), header.writer(), lease))
                            .isPresent();
                }
            };
        }
    },
    RENEWS_NOTHING_THAT_HAS_LAPSED(107) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public boolean renew(StreamKey.OfRun run, String writer, Lease lease) {
                    return lapsed(Integer.MAX_VALUE).stream()
                                    .noneMatch(header -> header.key().equals(run))
                            && super.renew(run, writer, lease);
                }
            };
        }
    },
    FENCES_ONLY_WHEN_THE_LEASE_IS_OVER(34, 36, 37) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    if (append.stream() instanceof StreamKey.OfRun run) {
                        Optional<RunHeader> leased = find(run.user(), run.run())
                                .filter(header -> !header.writer().equals(append.writer()))
                                .filter(header -> header.leasedUntil()
                                        .filter(now()::isBefore)
                                        .isPresent());
                        if (leased.isPresent()) {
                            return new Conflict(leased.get().end(), leased.map(RunHeader::writer));
                        }
                    }
                    return super.append(append);
                }
            };
        }
    },
    FINDS_NO_RUN_THAT_IS_NOT_RUNNING(117, 119) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Optional<RunHeader> find(UserId user, RunId run) {
                    return super.find(user, run).filter(header -> header.phase() == RunPhase.RUNNING);
                }
            };
        }
    },
    TELLS_ONE_TIME_FOR_TWO(118) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Optional<RunHeader> find(UserId user, RunId run) {
                    return super.find(user, run)
                            .map(header -> new RunHeader(
                                    header.key(),
                                    header.end(),
                                    header.phase(),
                                    header.writer(),
                                    header.changed(),
                                    header.changed(),
                                    header.leasedUntil()));
                }
            };
        }
    },
    BEGINS_A_PAGE_WITH_THE_LAST_OF_THE_ONE_BEFORE(119, 120, 121, 122) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
                    List<RunHeader> found = new ArrayList<>(super.runs(user, thread, page));
                    page.after().flatMap(id -> find(user, id)).ifPresent(one -> found.add(0, one));
                    return found.subList(0, Math.min(found.size(), page.most()));
                }

                @Override
                public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
                    List<RunHeader> found = new ArrayList<>(super.unfinished(user, thread, page));
                    page.after().flatMap(id -> find(user, id)).ifPresent(one -> found.add(0, one));
                    return found.subList(0, Math.min(found.size(), page.most()));
                }

                @Override
                public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
                    List<ThreadHeader> all = super.threads(user, Page.first(Integer.MAX_VALUE));
                    int from = page.after()
                            .map(id -> IntStream.range(0, all.size())
                                    .filter(i -> all.get(i).key().thread().equals(id))
                                    .findFirst()
                                    .orElse(0))
                            .orElse(0);
                    return all.subList(from, Math.min(all.size(), from + page.most()));
                }
            };
        }
    },
    FINDS_THE_NEXT_PAGE_BY_WHAT_IS_STILL_THERE(123) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
                    boolean there =
                            page.after().map(id -> find(user, id).isPresent()).orElse(true);
                    return there ? super.runs(user, thread, page) : List.of();
                }
            };
        }
    },
    NEVER_ENDS_A_LIST(119, 121, 125) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> runs(UserId user, ThreadId thread, Page<RunId> page) {
                    return super.runs(user, thread, Page.first(page.most()));
                }

                @Override
                public List<ThreadHeader> threads(UserId user, Page<ThreadId> page) {
                    return super.threads(user, Page.first(page.most()));
                }
            };
        }
    },
    LISTS_WHAT_IS_OVER_AS_UNFINISHED(120, 124) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<RunHeader> unfinished(UserId user, ThreadId thread, Page<RunId> page) {
                    return super.runs(user, thread, page);
                }
            };
        }
    },
    READS_FROM_ZERO(126, 127, 128, 129) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<StoredRecord> read(StreamKey stream, long from, int most) {
                    return super.read(stream, Math.max(1, from - 1), Math.max(1, most));
                }
            };
        }
    },
    READS_A_WINDOW_OF_NINE_AT_MOST(7, 8, 126, 128) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<StoredRecord> read(StreamKey stream, long from, int most) {
                    return super.read(stream, from, Math.min(most, 9));
                }
            };
        }
    },
    COUNTS_WHAT_WAS_COMPACTED_IN_A_WINDOW(88) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<StoredRecord> read(StreamKey stream, long from, int most) {
                    return super.read(stream, from, most).stream()
                            .filter(one -> one.version() - from < most)
                            .toList();
                }
            };
        }
    },
    REFUSES_A_PAYLOAD_OF_THE_LIMIT(132) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(store, one -> {
                if (one.size() == 100) {
                    throw new StoreException.TooLarge("one too many");
                }
                return one;
            });
        }
    },
    TAKES_PAYLOADS_OVER_THE_LIMIT(130, 131, 133) {
        @Override
        StateStore broken(StateStore store) {
            return RewritingStateStore.payloads(
                    store, one -> one.size() == 101 ? Payload.of(one.kind(), one.schema(), new byte[] {1}) : one);
        }
    },
    HAS_A_CLOCK_THAT_STANDS(134, 135) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }
            };
        }
    },
    GIVES_TIMES_THAT_GO_BACK(136) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public List<StoredRecord> read(StreamKey stream, long from, int most) {
                    return super.read(stream, from, most).stream()
                            .map(one -> new StoredRecord(
                                    one.version(),
                                    one.writer(),
                                    one.payload(),
                                    one.at().minusSeconds(one.version())))
                            .toList();
                }
            };
        }
    },
    FORGETS_WHEN_IT_IS_CLOSED(137, 138, 139) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public void close() {
                    erase(UserId.of("ann"));
                }
            };
        }
    },
    SWALLOWS_INTERRUPTS(140) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public AppendResult append(Append append) {
                    Thread.interrupted();
                    return super.append(append);
                }
            };
        }
    },
    TAKES_AN_OUTAGE_FOR_NOTHING(141) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    try {
                        return super.load(stream, known);
                    } catch (StoreException.Unavailable e) {
                        return Loaded.NONE;
                    }
                }
            };
        }
    },
    APPENDS_PART_OF_WHAT_AN_OUTAGE_CUT_OFF(143) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                private final List<Append> late = new ArrayList<>();

                @Override
                public AppendResult append(Append append) {
                    try {
                        late.forEach(super::append);
                        return super.append(append);
                    } catch (StoreException.Unavailable e) {
                        late.add(of(append, append.expected(), append.records().subList(0, 1)));
                        throw e;
                    }
                }
            };
        }
    },
    IS_EMPTY_AFTER_AN_OUTAGE(142) {
        @Override
        StateStore broken(StateStore store) {
            return new ForwardingStateStore(store) {
                private int loads;

                @Override
                public Loaded load(StreamKey stream, StreamPosition known) {
                    loads++;
                    return loads < 3 ? super.load(stream, known) : Loaded.NONE;
                }
            };
        }
    };

    private static final Payload EMPTY = Payload.of("k", 1, new byte[0]);
    private static final Lease DAY = Lease.of(Duration.ofDays(1));

    @SuppressWarnings("ImmutableEnumChecker") // what toList gives cannot be changed
    private final List<String> clauses;

    BrokenStateStore(int... clauses) {
        this.clauses = Arrays.stream(clauses)
                .mapToObj(clause -> String.format("s%03d", clause))
                .toList();
    }

    abstract StateStore broken(StateStore store);

    List<String> clauses() {
        return clauses;
    }

    /** Between two steps that ought to be one: long enough for others, and gives back the carrier of a virtual thread. */
    private static void letOthersIn() {
        LockSupport.parkNanos(1_000);
    }

    private static Append of(Append append, StreamPosition expected, List<Payload> records) {
        return new Append(append.stream(), expected, append.writer(), records, append.mark());
    }

    private static Append expecting(Append append, StreamPosition expected) {
        return of(append, expected, append.records());
    }
}
