import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { service } from './service.ts';

/** Kairos stores in SQLite so far. This is the footing for the PostgreSQL store: a real server to test against. */
describe('PostgreSQL of scripts/services.sh', () => {
  const query = (sql: string, url = service('PostgreSQL')) =>
    execFileSync('psql', [url, '-XAtqc', sql], { encoding: 'utf8', stdio: 'pipe' }).trim();

  it('stores what is committed and nothing of what is rolled back', () => {
    const table = `probe_${process.pid}`;
    query(`create table ${table} (id int primary key, body jsonb)`);
    query(`insert into ${table} values (1, '{"status":"final"}')`);
    query(`begin; insert into ${table} values (2, '{}'); rollback`);
    expect(query(`select count(*), min(body->>'status') from ${table}`)).toBe('1|final');
    query(`drop table ${table}`);
  });

  it('speaks a version that knows what the store needs, in UTF-8', () => {
    expect(Number(query('show server_version_num'))).toBeGreaterThanOrEqual(150000);
    expect(query('show server_encoding')).toBe('UTF8');
  });

  it('listens on loopback only and asks for a password', () => {
    expect(query('show listen_addresses')).toBe('127.0.0.1');
    const withoutPassword = new URL(service('PostgreSQL'));
    withoutPassword.password = '';
    expect(() => query('select 1', `${withoutPassword}?passfile=/dev/null`)).toThrow(/password/);
  });
});
