package ai.netra.agents.httptools;

/**
 * Where an argument goes.
 *
 * @param argument its name
 * @param in the part of the request
 * @param name what it is called there; for a body that is one argument, nothing
 */
record Placement(String argument, In in, String name) {
    /** The parts of a request. */
    enum In {
        /** A step of the path. */
        PATH,
        /** The query. */
        QUERY,
        /** A header. */
        HEADER,
        /** A member of the body, which is a JSON object. */
        MEMBER,
        /** The body. */
        BODY
    }
}
