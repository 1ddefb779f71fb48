package io.opadpo.dataset.image;

import java.util.Collection;
import java.util.List;
import org.springframework.data.repository.Repository;

interface ImageRepository extends Repository<ImageEntity, ImageKey> {

    List<ImageEntity> findByOwnerAndSha256In(String owner, Collection<String> sha256);
}
