package ai.netra.agents.mcp;

/** A host that connects to a child that does not go by itself, says which processes there are, and leaves without closing anything. */
final class LeavingHost {
    private LeavingHost() {}

    public static void main(String[] arguments) throws Exception {
        McpToolClient client =
                McpToolClient.builder("child", StdioChild.endpoint("stubborn")).connect();
        System.out.println(Calls.call(client.tools("pids").getFirst()).as(String.class));
        System.exit(0);
    }
}
