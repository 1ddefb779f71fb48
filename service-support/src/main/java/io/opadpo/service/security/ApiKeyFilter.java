package io.opadpo.service.security;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets nothing in but what is open to all or comes with a key that may. */
class ApiKeyFilter extends OncePerRequestFilter {
    private final Authenticator authenticator;
    private final RateLimit rateLimit;

    ApiKeyFilter(Authenticator authenticator, RateLimit rateLimit) {
        this.authenticator = authenticator;
        this.rateLimit = rateLimit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Scope> needed = AccessPolicy.needed(request);
        if (needed.isPresent()) {
            Caller caller = authenticator.caller(request);
            if (!caller.has(needed.get())) {
                throw new ApiException(ErrorCode.FORBIDDEN, "The API key lacks the scope " + needed.get());
            }
            rateLimit.take(caller);
            request.setAttribute(Caller.ATTRIBUTE, caller);
        }
        chain.doFilter(request, response);
    }
}
