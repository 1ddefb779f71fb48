package io.opadpo.feedback.retention;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The settings of this package. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FeedbackRetention.class)
class RetentionConfiguration {}
