CREATE TABLE images (
    owner      text        NOT NULL,
    sha256     text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes      bigint      NOT NULL CHECK (bytes > 0),
    width      int         NOT NULL CHECK (width > 0),
    height     int         NOT NULL CHECK (height > 0),
    media_type text        NOT NULL,
    created    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (owner, sha256)
);

-- A set is seen by nobody until it is complete, and never changes afterwards.
CREATE TABLE prompt_sets (
    id       uuid        PRIMARY KEY,
    owner    text        NOT NULL,
    name     text,
    count    bigint,
    created  timestamptz NOT NULL,
    complete boolean     NOT NULL DEFAULT false CHECK (NOT complete OR (name IS NOT NULL AND count > 0))
);
CREATE INDEX prompt_sets_list ON prompt_sets (owner, created DESC, id DESC) WHERE complete;
CREATE INDEX prompt_sets_unfinished ON prompt_sets (created) WHERE NOT complete;

CREATE TABLE prompts (
    prompt_set uuid   NOT NULL REFERENCES prompt_sets ON DELETE CASCADE,
    position   bigint NOT NULL,
    id         text   NOT NULL,
    image      text   NOT NULL,
    question   text   NOT NULL,
    standard   text   NOT NULL,
    PRIMARY KEY (prompt_set, position),
    UNIQUE (prompt_set, id)
);

-- The last version given to a data set of this name.
CREATE TABLE dataset_names (
    owner   text NOT NULL,
    name    text NOT NULL,
    version int  NOT NULL CHECK (version > 0),
    PRIMARY KEY (owner, name)
);

-- A row is a draft while its version is null; published, it never changes.
CREATE TABLE datasets (
    id           uuid        PRIMARY KEY,
    owner        text        NOT NULL,
    name         text        NOT NULL,
    version      int,
    job          uuid        NOT NULL,
    feedback_job uuid        NOT NULL,
    samples      bigint      NOT NULL DEFAULT 0,
    dropped      bigint      NOT NULL DEFAULT 0,
    statistics   text,
    created      timestamptz NOT NULL,
    CHECK ((version IS NULL) = (statistics IS NULL)),
    UNIQUE (owner, name, version)
);
CREATE UNIQUE INDEX datasets_job ON datasets (job) WHERE version IS NOT NULL;
CREATE INDEX datasets_drafts ON datasets (job) WHERE version IS NULL;
CREATE INDEX datasets_list ON datasets (owner, created DESC, id DESC) WHERE version IS NOT NULL;
