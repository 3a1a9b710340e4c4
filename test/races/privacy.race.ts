import { raceArea } from './every-pair.ts';

raceArea('privacy');
