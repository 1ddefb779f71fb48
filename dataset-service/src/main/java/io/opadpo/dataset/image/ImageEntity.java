package io.opadpo.dataset.image;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of {@code images}; written by {@link ImageTable}. */
@Entity
@Immutable
@IdClass(ImageKey.class)
@Table(name = "images")
class ImageEntity {
    @Id
    private String owner = "";

    @Id
    private String sha256 = "";

    private long bytes;
    private int width;
    private int height;

    @Column(name = "media_type")
    private String mediaType = "";

    protected ImageEntity() {}

    StoredImage image() {
        return new StoredImage(sha256, bytes, width, height, mediaType);
    }
}
