import { createAllmaApp } from "@/app/createAllmaApp";
import { builtInPlugins } from "./builtIn";

const element = document.getElementById("root");
if (!element) throw new Error('The page has no element with the id "root".');

createAllmaApp({ plugins: builtInPlugins }).mount(element);
