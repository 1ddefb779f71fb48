package io.opadpo.gateway.admin;

import io.opadpo.service.clients.ServicesProperties;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import tools.jackson.databind.JsonNode;

/** Asks each service that keeps blobs to collect them, with the operator's own key. */
@RestController
@Tag(name = "Operations")
class AllBlobsController {
    private static final List<String> KEEPERS = List.of("dataset", "trainer");
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final WebClient client;
    private final ServicesProperties services;

    AllBlobsController(WebClient.Builder builder, ServicesProperties services) {
        this.client = builder.build();
        this.services = services;
    }

    /**
     * What all services found.
     *
     * @param folders as each service tells them
     */
    record Collected(boolean dryRun, List<JsonNode> folders) {}

    @PostMapping("/v1/admin/blobs/collect")
    @Operation(
            summary = "Look for blobs that nothing refers to, and delete them",
            description = "In two steps: blobs older than the grace are marked, and deleted by a later collection when"
                    + " the mark is older than that too. A dry run, which it is unless said otherwise, only counts.")
    Collected collect(
            @Parameter(description = "Whether only to count") @RequestParam(name = "dry_run", defaultValue = "true")
                    boolean dryRun,
            @Parameter(hidden = true) @RequestHeader(HttpHeaders.AUTHORIZATION) String key) {
        List<JsonNode> folders = new ArrayList<>();
        for (String keeper : KEEPERS) {
            collect(keeper, dryRun, key).path("folders").forEach(folders::add);
        }
        return new Collected(dryRun, folders);
    }

    private JsonNode collect(String service, boolean dryRun, String key) {
        try {
            JsonNode answer = client.post()
                    .uri(services.address(service) + "/v1/admin/blobs/collect?dry_run=" + dryRun)
                    .header(HttpHeaders.AUTHORIZATION, key)
                    .retrieve()
                    .bodyToMono(JsonNode.class)
                    .block(LONGEST);
            if (answer == null) {
                throw new ApiException(ErrorCode.BAD_GATEWAY, "The " + service + " service answered nothing");
            }
            return answer;
        } catch (WebClientResponseException.Conflict e) {
            throw ApiException.conflict("The " + service + " service is collecting already");
        } catch (WebClientResponseException e) {
            throw new ApiException(
                    ErrorCode.BAD_GATEWAY,
                    "The " + service + " service answered " + e.getStatusCode().value());
        } catch (WebClientException e) {
            throw new ApiException(ErrorCode.UNAVAILABLE, "The " + service + " service cannot be reached now");
        }
    }
}
