export { TriviumConnector, type TriviumTarget } from './trivium.connector.js';
