import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Without SvelteKit's own plugin: what is tested needs no router, and no server that has to be ended.
export default defineConfig({
	plugins: [svelte()],
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
