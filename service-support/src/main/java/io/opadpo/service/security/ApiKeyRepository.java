package io.opadpo.service.security;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface ApiKeyRepository extends JpaRepository<ApiKeyEntity, UUID> {
    Optional<ApiKeyEntity> findBySha256(byte[] sha256);

    List<ApiKeyEntity> findAllByOrderByCreatedDescIdDesc();
}
