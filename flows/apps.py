from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "flows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Bring prompts their template engine, and tell connections who uses them."""
        from connections import usage
        from flows import connection_uses
        from flows.prompt_engine import FlowTemplateEngine
        from prompts import templating

        templating.use(FlowTemplateEngine())
        usage.PROVIDERS.append(connection_uses.uses)
