package io.opadpo.service.trace;

import io.micrometer.common.KeyValue;
import java.net.URI;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Spans of calls as usual, but their addresses without query and user. Either may let whoever reads it in: a download's
 * signature is in the query of the address to which a hub redirects.
 */
class CallsWithoutSecrets extends DefaultClientRequestObservationConvention {
    private static final String URL = "http.url";

    @Override
    protected KeyValue httpUrl(ClientRequestObservationContext context) {
        ClientRequest request = context.getRequest();
        return request == null ? super.httpUrl(context) : KeyValue.of(URL, bare(request.url()));
    }

    private static String bare(URI url) {
        return UriComponentsBuilder.fromUri(url)
                .userInfo(null)
                .replaceQuery(null)
                .fragment(null)
                .build()
                .toUriString();
    }
}
