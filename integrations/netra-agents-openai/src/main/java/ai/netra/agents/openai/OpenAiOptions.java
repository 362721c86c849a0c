package ai.netra.agents.openai;

import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.ProviderException;
import ai.netra.agents.llm.LlmPart;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What both APIs have in common: how they are asked, and how they name failures. */
record OpenAiOptions(String model, String keyHeader, Map<String, Object> parameters, String tokenLimit) {
    Map<String, String> keyHeaders(String key) {
        return Map.of(keyHeader, keyHeader.equals("authorization") ? "Bearer " + key : key);
    }

    /** The elements of a list that a server may leave out, or have nulls in. */
    static <T> List<T> present(Optional<List<T>> list) {
        return list.orElse(List.of()).stream().filter(Objects::nonNull).toList();
    }

    static String dataUrl(LlmPart.Image image) {
        return "data:" + image.mediaType() + ";base64," + image.base64();
    }

    /** A failure that a status came with. */
    static ProviderException failure(int status, ErrorBody error) {
        return named(error, ProviderException.Kind.ofStatus(status));
    }

    /** A failure in the middle of a stream, or in an answer with status 200. */
    static ProviderException failure(ErrorBody error) {
        return named(error, ProviderException.Kind.UNAVAILABLE);
    }

    private static ProviderException named(ErrorBody error, ProviderException.Kind otherwise) {
        String code = error.code().isEmpty() ? error.type() : error.code();
        ProviderException.Kind byCode = kind(error.code(), kind(error.type(), otherwise));
        ProviderException.Kind kind = byCode == ProviderException.Kind.INVALID_REQUEST && isAboutLength(error.message())
                ? ProviderException.Kind.CONTEXT_TOO_LONG
                : byCode;
        return new ProviderException(kind, code, error.message());
    }

    /** Codes and types by the names that OpenAI, Azure and vLLM use. A type of invalid request says less than a status. */
    private static ProviderException.Kind kind(String name, ProviderException.Kind otherwise) {
        return switch (name) {
            case "context_length_exceeded" -> ProviderException.Kind.CONTEXT_TOO_LONG;
            case "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "invalid_api_key" ->
                ProviderException.Kind.AUTHENTICATION;
            case "content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation" ->
                ProviderException.Kind.REFUSED;
            case "rate_limit_exceeded", "tokens", "requests" -> ProviderException.Kind.RATE_LIMITED;
            case "timeout" -> ProviderException.Kind.DEADLINE_PASSED;
            case "invalid_prompt", "invalid_request", "invalid_image", "image_too_large", "BadRequestError" ->
                ProviderException.Kind.INVALID_REQUEST;
            case "invalid_request_error" ->
                otherwise == ProviderException.Kind.UNAVAILABLE ? ProviderException.Kind.INVALID_REQUEST : otherwise;
            default -> otherwise;
        };
    }

    /** Servers without a code for it say it in words. */
    private static boolean isAboutLength(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return words.contains("maximum context length")
                || words.contains("context window")
                || words.contains("context size");
    }
}
