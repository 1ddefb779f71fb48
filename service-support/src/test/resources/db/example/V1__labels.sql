CREATE TABLE example_labels (
    id    uuid PRIMARY KEY,
    owner text NOT NULL,
    name  text NOT NULL
);
