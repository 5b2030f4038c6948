import "./styles/index.css";
import { start } from "./htmx";
import { watchFrames } from "./frames";
import { mountWithin } from "./islands";

start();
mountWithin(document);
watchFrames();
