package io.opadpo.service.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, the caller's if it sent a tame one: in the answer, in every line of the log, and in the
 * calls that the request causes.
 */
class RequestIdFilter extends OncePerRequestFilter {
    private static final Pattern TAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String sent = request.getHeader(RequestId.HEADER);
        String id = sent != null && TAME.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        response.setHeader(RequestId.HEADER, id);
        MDC.put(RequestId.MDC_KEY, id);
        try {
            chain.doFilter(new WithId(request, id), response);
        } finally {
            MDC.remove(RequestId.MDC_KEY);
        }
    }

    /** So that a gateway that copies headers sends the id on. */
    private static final class WithId extends HttpServletRequestWrapper {
        private final String id;

        WithId(HttpServletRequest request, String id) {
            super(request);
            this.id = id;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return RequestId.HEADER.equalsIgnoreCase(name) ? id : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return RequestId.HEADER.equalsIgnoreCase(name)
                    ? Collections.enumeration(Set.of(id))
                    : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            Set<String> names = new LinkedHashSet<>(Collections.list(super.getHeaderNames()));
            names.removeIf(RequestId.HEADER::equalsIgnoreCase);
            names.add(RequestId.HEADER);
            return Collections.enumeration(names);
        }
    }
}
