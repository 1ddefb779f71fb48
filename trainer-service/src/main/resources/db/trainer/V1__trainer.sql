-- Adapters that trainings have made. Their files are in the blob store, under adapters/<owner>/<id>.
CREATE TABLE adapters (
    id              uuid        PRIMARY KEY, -- the id of the job that made it
    owner           text        NOT NULL,
    name            text        NOT NULL,
    kind            text        NOT NULL,    -- of the job
    base_model      text        NOT NULL,
    model_version   text        NOT NULL,
    version         text        NOT NULL,    -- SHA-256 of adapter_model.safetensors
    bytes           bigint      NOT NULL,
    created         timestamptz NOT NULL,
    UNIQUE (owner, name)
);

-- Models that full fine-tunes and merges have made. Their files are under models/<owner>/<id>.
CREATE TABLE models (
    id              uuid        PRIMARY KEY,
    owner           text        NOT NULL,
    name            text        NOT NULL,
    kind            text        NOT NULL,
    base_model      text        NOT NULL,
    version         text        NOT NULL,
    bytes           bigint      NOT NULL,
    created         timestamptz NOT NULL,
    UNIQUE (owner, name)
);
