/// Celery's settings that we know and that have no effect here: accepted, and listed as notices
/// (https://docs.celeryq.dev/en/stable/userguide/configuration.html).
enum CeleryOptions {
  /// Whether this is a setting of Celery's, by its new or old name.
  static func contains(_ key: String) -> Bool {
    let key = key.lowercased()
    let bare = key.hasPrefix("celery_") ? String(key.dropFirst(7)) : key
    return names.contains(key) || names.contains(bare) || prefixes.contains { key.hasPrefix($0) || bare.hasPrefix($0) }
  }

  /// Said of a setting where a word about its reason helps.
  static func reason(_ key: String) -> String {
    let key = key.lowercased()
    if key.contains("serializer") || key.contains("accept_content") { return "arguments and results are always JSON" }
    if key.contains("use_ssl") {
      return "TLS is said in the URL: rediss://HOST:6379/3?ssl_ca_certs=PATH, as docs/redis.md tells"
    }
    if key.contains("utc") { return "times are always kept in UTC; timezone says what crontab entries mean" }
    if key.contains("routes") { return "routes are written as [celeryroute:NAME] sections" }
    if key.contains("beat_schedule") || key.contains("beat_max") || key.contains("beat_sync") {
      return "beat keeps its memory in the store and wakes exactly when an entry is due"
    }
    return "it has no effect here"
  }

  /// Families that belong to stores and transports we do not have.
  private static let prefixes = [
    "cassandra_", "s3_", "azureblockblob_", "gcs_", "couchbase_", "couchdb_", "arangodb_", "elasticsearch_", "mongodb_",
    "database_", "dynamodb_", "cosmosdbsql_", "cache_", "redis_", "security_", "email_", "riak_", "broker_transport_",
  ]

  private static let names = Set(words.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

  private static let words = """
    accept_content enable_utc beat_max_loop_interval beat_schedule beat_scheduler beat_schedule_filename
    beat_sync_every beat_cron_starting_deadline broker_channel_error_retry broker_connection_max_retries
    broker_connection_retry broker_connection_retry_on_startup broker_connection_timeout broker_failover_strategy
    broker_heartbeat broker_heartbeat_checkrate broker_login_method broker_native_delayed_delivery_queue_type
    broker_pool_limit broker_read_url broker_write_url broker_transport broker_use_ssl broker_host broker_port
    broker_user broker_password broker_vhost control_queue_ttl control_queue_expires
    control_queue_durable control_queue_exclusive event_queue_expires event_queue_ttl event_queue_prefix
    event_serializer event_queue_durable event_queue_exclusive loader override_backends
    result_accept_content result_backend_always_retry result_backend_base_sleep_between_retries_ms
    result_backend_max_retries result_backend_max_sleep_between_retries_ms result_backend_thread_safe
    result_backend_transport_options result_cache_max result_chord_join_timeout result_chord_retry_interval
    result_dburi result_engine_options result_exchange result_exchange_type
    result_persistent result_serializer task_acks_on_failure_or_timeout task_allow_error_cb_on_chord_header
    task_annotations task_compression task_create_missing_queues task_create_missing_queue_type
    task_create_missing_queue_exchange_type task_default_delivery_mode task_default_exchange task_default_exchange_type
    task_default_queue_type task_default_rate_limit task_default_routing_key task_inherit_parent_priority task_protocol
    task_publish_retry task_publish_retry_policy task_queue_ha_policy task_queue_max_priority task_reject_on_worker_lost
    task_remote_tracebacks task_routes task_send_sent_event task_serializer task_store_eager_result
    task_store_errors_even_if_ignored worker_agent worker_autoscaler worker_cancel_long_running_tasks_on_connection_loss
    worker_consumer worker_deduplicate_successful_tasks worker_detect_quorum_queues worker_direct worker_disable_prefetch
    worker_disable_rate_limits worker_enable_prefetch_count_reduction
    worker_enable_soft_shutdown_on_idle worker_eta_task_limit worker_hijack_root_logger worker_log_color
    worker_log_format worker_lost_wait worker_max_memory_per_child worker_max_tasks_per_child worker_pool
    worker_pool_putlocks worker_pool_restarts worker_proc_alive_timeout worker_redirect_stdouts
    worker_redirect_stdouts_level worker_state_db worker_task_log_format worker_timer
    worker_timer_precision

    admins server_email celery_send_task_error_emails celery_error_whitelist celery_annotations celery_backend
    celery_broadcast_exchange celery_broadcast_exchange_type celery_broadcast_queue celery_chord_propagates
    celery_create_missing_queues celery_default_delivery_mode celery_default_exchange celery_default_exchange_type
    celery_default_rate_limit celery_default_routing_key celery_disable_rate_limits
    celery_enable_utc celery_event_queue_expires celery_event_queue_ttl celery_event_serializer celery_max_cached_results
    celery_message_compression celery_mongodb_backend_settings celery_queue_ha_policy celery_redirect_stdouts
    celery_redirect_stdouts_level celery_result_db_short_lived_sessions celery_result_dburi celery_result_engine_options
    celery_result_exchange celery_result_exchange_type celery_result_persistent celery_result_serializer celery_routes
    celery_send_task_sent_event celery_store_errors_even_if_ignored celery_task_publish_retry
    celery_task_publish_retry_policy celery_task_serializer celery_track_sent celery_worker_direct
    celerybeat_log_file celerybeat_log_level celerybeat_max_loop_interval celerybeat_schedule
    celerybeat_schedule_filename celerybeat_scheduler celerybeat_sync_every celeryd_agent celeryd_autoreloader
    celeryd_autoscaler celeryd_boot_steps celeryd_consumer celeryd_force celeryd_force_execv celeryd_hijack_root_logger
    celeryd_log_color celeryd_log_file celeryd_log_format celeryd_log_level celeryd_max_tasks_per_child celeryd_pool
    celeryd_pool_putlocks celeryd_pool_restarts celeryd_state_db celeryd_task_log_format celeryd_timer
    celeryd_timer_precision celeryd_worker_lost_wait celerymon_log_file celerymon_log_format celerymon_log_level
    """
}
