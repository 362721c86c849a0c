package ai.netra.agents.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes messages as another mapper does, and lays the id of a request that calls a tool beside its parameters. The SDK keeps the id from those who
 * answer, and without it nobody knows what a cancellation means.
 */
record RequestIds(McpJsonMapper mapper) implements McpJsonMapper {
    /** No client can write this: members of its own are overwritten. */
    static final String ID = "ai.netra.agents/request_id";

    @Override
    public <T> T convertValue(Object from, Class<T> type) {
        T read = mapper.convertValue(from, type);
        if (read instanceof McpSchema.JSONRPCRequest request
                && "tools/call".equals(request.method())
                && request.params() instanceof Map<?, ?> params) {
            Map<Object, Object> more = new LinkedHashMap<>(params);
            more.put(ID, request.id());
            return type.cast(new McpSchema.JSONRPCRequest(request.method(), request.id(), more));
        }
        return read;
    }

    @Override
    public <T> T convertValue(Object from, TypeRef<T> type) {
        return mapper.convertValue(from, type);
    }

    @Override
    public <T> T readValue(String content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, Class<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(String content, TypeRef<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
        return mapper.readValue(content, type);
    }

    @Override
    public String writeValueAsString(Object value) throws IOException {
        return mapper.writeValueAsString(value);
    }

    @Override
    public byte[] writeValueAsBytes(Object value) throws IOException {
        return mapper.writeValueAsBytes(value);
    }
}
