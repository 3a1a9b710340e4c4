import { keepDatabasesReady } from './postgres-databases.ts';

keepDatabasesReady();
