import { reuseDatabases } from './postgres-databases.ts';

reuseDatabases();
