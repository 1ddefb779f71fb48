package io.opadpo.service.web;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are too long: by the announced length, and else while they are read. */
class BodyLimitFilter extends OncePerRequestFilter {
    private final DataSize usual;
    private final Map<String, DataSize> others;

    /**
     * @param others limits of what lies below some paths
     */
    BodyLimitFilter(DataSize usual, Map<String, DataSize> others) {
        this.usual = usual;
        this.others = others;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DataSize limit = limit(request.getRequestURI());
        if (request.getContentLengthLong() > limit.toBytes()) {
            throw tooLarge(limit);
        }
        chain.doFilter(request.getContentLengthLong() < 0 ? new Limited(request, limit) : request, response);
    }

    /** By the path as it was sent: one that only leads below another is no route. */
    private DataSize limit(String path) {
        return others.entrySet().stream()
                .filter(other -> (path + "/").startsWith(other.getKey() + "/"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static ApiException tooLarge(DataSize limit) {
        return new ApiException(ErrorCode.TOO_LARGE, "The body is longer than " + limit.toBytes() + " bytes");
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final DataSize limit;
        private @Nullable ServletInputStream stream;

        Limited(HttpServletRequest request, DataSize limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (stream == null) {
                stream = new Counting(super.getInputStream(), limit);
            }
            return stream;
        }
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream stream;
        private final DataSize limit;
        private long count;

        Counting(ServletInputStream stream, DataSize limit) {
            this.stream = stream;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = stream.read();
            counted(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = stream.read(buffer, offset, length);
            counted(Math.max(read, 0));
            return read;
        }

        private void counted(int read) {
            count += read;
            if (count > limit.toBytes()) {
                throw tooLarge(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }
    }
}
