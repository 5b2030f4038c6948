import "./styles/index.css";
import { start } from "./htmx";
import { mountWithin } from "./islands";

start();
mountWithin(document);
