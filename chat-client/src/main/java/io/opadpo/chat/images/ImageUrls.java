package io.opadpo.chat.images;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.chat.HttpReply;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.work.ItemFailure;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * Images as {@code data:} URLs, read from the dataset-service. The last ones used stay in memory, because the items of a
 * job that share an image follow each other.
 */
public final class ImageUrls {
    private final AsyncCache<Key, String> cache;

    /** Whose image; another owner's is another image. */
    private record Key(String owner, String sha256) {}

    /**
     * @param memory how much to keep; what is being fetched or used comes on top
     */
    public ImageUrls(DataSize memory) {
        cache = Caffeine.newBuilder()
                .maximumWeight(memory.toBytes())
                .weigher((Key key, String url) -> url.length())
                .buildAsync();
    }

    /**
     * The image, fetched once for all who ask for it at the same time.
     *
     * @param service the dataset-service, as this owner sees it
     * @return ends in an {@link ItemFailure} if there is no such image
     */
    public Mono<String> url(PersistentHttp service, String owner, String sha256) {
        Key key = new Key(owner, sha256);
        return Mono.defer(() -> {
                    CompletableFuture<String> image = cache.get(
                            key,
                            (missing, executor) -> service.get("/v1/images/{sha256}", ImageUrls::dataUrl, sha256)
                                    .contextCapture()
                                    .toFuture());
                    // The cache forgets failures too, but perhaps only after we have told of them.
                    return Mono.fromFuture(image, true)
                            .doOnError(e -> cache.asMap().remove(key, image));
                })
                .onErrorMap(
                        e -> e instanceof CallException call && call.failure() == CallFailure.NOT_FOUND,
                        e -> new ItemFailure("IMAGE_MISSING", "There is no image " + sha256, false));
    }

    private static String dataUrl(HttpReply reply) {
        MediaType type = reply.mediaType();
        if (type == null || !type.getType().equals("image")) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The image is of no image type", null);
        }
        return "data:" + type.getType() + "/" + type.getSubtype() + ";base64,"
                + Base64.getEncoder().encodeToString(reply.body());
    }
}
