package io.opadpo.gateway.keys;

import io.opadpo.service.security.ApiKey;
import io.opadpo.service.security.ApiKeys;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.PageView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys of all owners. The scope admin, which these routes need, is checked where keys are. */
@RestController
@RequestMapping("/v1/keys")
@Tag(name = "API keys", description = "Needs the scope `admin`. An owner is a tenant: keys of one owner see the same.")
class KeysController {
    private final ApiKeys keys;

    KeysController(ApiKeys keys) {
        this.keys = keys;
    }

    @PostMapping
    @Operation(
            summary = "Make a key",
            description = "The answer shows the secret, this once. Takes no idempotency key, because nobody could"
                    + " answer with the same secret again.")
    @ApiResponse(responseCode = "201", description = "Made", useReturnTypeSchema = true)
    ResponseEntity<ApiKey.Created> create(Caller caller, @Valid @RequestBody NewKey wanted) {
        String owner = wanted.owner() == null ? caller.owner() : wanted.owner();
        return created(keys.create(wanted.name(), owner, wanted.granted(), wanted.expires()));
    }

    @GetMapping
    @Operation(summary = "List all keys, the newest first", description = "Expired and revoked ones too; no secrets.")
    PageView<ApiKey> list() {
        return new PageView<>(keys.list(), null);
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Revoke a key", description = "It stops working at once and stays in the list.")
    @ApiResponse(responseCode = "204", description = "Revoked")
    ResponseEntity<Void> revoke(@PathVariable UUID id) {
        keys.revoke(id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}/rotate")
    @Operation(
            summary = "Replace a key",
            description = "Makes one like it, and lets the old one work for the time of grace, a day unless given.")
    @ApiResponse(responseCode = "201", description = "Replaced", useReturnTypeSchema = true)
    ResponseEntity<ApiKey.Created> rotate(@PathVariable UUID id, @Valid @RequestBody Rotation rotation) {
        return created(keys.rotate(id, rotation.grace()));
    }

    private static ResponseEntity<ApiKey.Created> created(ApiKey.Created created) {
        return ResponseEntity.created(URI.create("/v1/keys/" + created.key().id()))
                .cacheControl(CacheControl.noStore())
                .body(created);
    }
}
