package io.opadpo.gateway.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.opadpo.service.security.Caller;
import io.opadpo.service.security.Scope;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key to make.
 *
 * @param name what its users call it
 * @param owner the tenant; null is the caller's
 * @param scopes what it may do
 * @param expires when it stops working; null is never
 */
@Schema(example = "{\"name\": \"notebook\", \"owner\": \"vision-team\", \"scopes\": [\"read\", \"write\"]}")
record NewKey(
        @NotBlank @Size(max = 200) String name,
        @Pattern(regexp = Caller.OWNER_PATTERN) @Nullable String owner,
        @NotEmpty Set<GrantedScope> scopes,
        @Future @Nullable Instant expires) {
    /** Scopes that a key can have. */
    enum GrantedScope {
        @JsonProperty("read")
        READ,
        @JsonProperty("write")
        WRITE,
        @JsonProperty("admin")
        ADMIN
    }

    Set<Scope> granted() {
        return scopes.stream().map(scope -> Scope.valueOf(scope.name())).collect(Collectors.toSet());
    }
}
