import { addTexts } from "@/lib/i18n";

addTexts("app", {
  notFound: {
    title: "Page not found",
    heading: "There is nothing at this address",
    text: "It may have been moved or deleted, or it is in another workspace.",
    home: "Go to the start page",
  },
  error: { title: "This page could not be shown", missing: "Not found", reload: "Reload the page" },
  login: {
    title: "Sign in",
    heading: "Sign in to Allma",
    subtitle: "Draw, test, publish and run flows.",
    username: "Username",
    password: "Password",
    submit: "Sign in",
    required: "Fill this in.",
  },
});
