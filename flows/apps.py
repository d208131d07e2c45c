from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "flows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring prompts their template engine."""
        from flows.prompt_engine import FlowTemplateEngine
        from prompts import templating

        templating.use(FlowTemplateEngine())
