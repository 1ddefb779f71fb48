package io.opadpo.dataset.prompt;

import io.opadpo.dataset.source.ImportRoot;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ImportRootConfiguration {

    @Bean
    ImportRoot importRoot(PromptSettings settings) {
        return new ImportRoot(settings.importRoot());
    }
}
