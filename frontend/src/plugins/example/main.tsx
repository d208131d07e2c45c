import { createAllmaApp } from "@/app/createAllmaApp";
import { builtInPlugins } from "@/builtIn";
import { examplePlugin } from "./plugin";

const element = document.getElementById("root");
if (!element) throw new Error('The page has no element with the id "root".');

createAllmaApp({ plugins: [...builtInPlugins, examplePlugin] }).mount(element);
