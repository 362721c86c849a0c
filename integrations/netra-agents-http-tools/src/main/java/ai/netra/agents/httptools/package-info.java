/** Tools that call HTTP APIs, made by hand or from OpenAPI documents, and the {@link ai.netra.agents.httptools.Egress} that says where they may reach. */
@NullMarked
package ai.netra.agents.httptools;

import org.jspecify.annotations.NullMarked;
