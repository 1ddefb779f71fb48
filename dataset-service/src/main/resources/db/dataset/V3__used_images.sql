-- When an image was uploaded or named by a prompt last, about. What nobody uses is removed some time after that.
ALTER TABLE images ADD COLUMN used timestamptz NOT NULL DEFAULT clock_timestamp();

-- The images of data sets, read from their lines before images that nobody uses are looked for.
CREATE TABLE dataset_images (
    dataset uuid NOT NULL REFERENCES datasets ON DELETE CASCADE,
    image   text NOT NULL,
    PRIMARY KEY (dataset, image)
);
ALTER TABLE datasets ADD COLUMN images_listed boolean NOT NULL DEFAULT false;
